// The receipt's two buttons: copy the link, print the page. Its state is kept current by live-list.
document.querySelectorAll("[data-needs-script]").forEach(buttons => { buttons.hidden = false })

document.addEventListener("click", async event => {
  if (event.target.closest("[data-print]")) print()
  if (event.target.closest("[data-copy]")) {
    await navigator.clipboard.writeText(document.querySelector("[data-address]").textContent)
    const copied = document.querySelector("[data-copied]")
    copied.textContent = copied.dataset.words
  }
})
