// Shrinks photographs before they are sent: drawn anew they also lose where and with what they were taken.
"use strict";
document.querySelectorAll("input[type=file][data-shrink]").forEach((input) => {
  const most = Number(input.dataset.shrink), longest = Number(input.dataset.side);
  const told = document.createElement("p");
  told.className = "help";
  told.setAttribute("role", "status");
  input.after(told);
  const button = input.form.querySelector("button");

  function drawn(picture, side) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // what is transparent in a PNG would be black in a JPEG
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  async function shrunk(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    for (let side = longest; side > 200; side *= 0.8) {
      const canvas = drawn(picture, side);
      for (let quality = 0.85; quality > 0.4; quality -= 0.15) {
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
        if (blob && blob.size < most) {
          picture.close();
          return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
        }
      }
    }
    throw new Error("too large");
  }

  const kB = (file) => `${Math.ceil(file.size / 1000).toLocaleString("vi")} kB`;
  let last = 0;
  input.addEventListener("change", async () => {
    const turn = ++last, chosen = [...input.files], kept = new DataTransfer(), sizes = [];
    button.disabled = true;
    told.textContent = "…";
    for (const file of chosen) {
      let one = file;
      if (file.type.startsWith("image/")) {
        try {
          one = await shrunk(file);
          sizes.push(`${kB(file)} → ${kB(one)}`);
        } catch {
          sizes.push(input.dataset.bad.replace("[name]", file.name));
        }
      }
      kept.items.add(one);
    }
    if (turn !== last) return; // others were chosen meanwhile
    input.files = kept.files;
    told.textContent = sizes.length ? input.dataset.small.replace("[sizes]", sizes.join("; ")) : "";
    button.disabled = false;
  });
});
