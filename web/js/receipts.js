// The receipts that this browser has been given, kept in it and nowhere else.
const KEY = "receipts"
const MOST = 50

export function receipts(sitting) {
  return all().filter(receipt => receipt.sitting === sitting)
}

export function keepReceipt(sitting, { number, code, url }) {
  const path = new URL(url, location).pathname
  const others = all().filter(receipt => receipt.path !== path)
  try { localStorage.setItem(KEY, JSON.stringify([{ sitting, number, code, path }, ...others].slice(0, MOST))) } catch { /* private browsing: the link is on the page */ }
}

function all() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? [] } catch { return [] }
}
