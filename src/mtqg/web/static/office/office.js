// The only script of ours: closes the menu on narrow screens, and gives htmx the token of the form beside it.
"use strict";
const menu = document.querySelector("details.menu");
if (menu && window.matchMedia("(max-width: 60rem)").matches) menu.open = false;
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
