"""The sheet of the review as data: its questions, options and points, and everything that is made from them."""
