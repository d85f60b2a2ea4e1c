// The receipt that is handed over the counter: printed at a press. Without this file the browser's own menu prints it.
const print = document.querySelector("[data-print]")
print.hidden = false
print.addEventListener("click", () => window.print())
