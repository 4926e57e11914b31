import type { StatusLine } from './status-line.js'

// Most steps are done sooner: a line that only flashes up is noise.
const DELAY_MS = 500

/** Tells how far the work is: `42 %`, `3 of 7`; shown after the title. */
export type Update = (detail: string) => void

/**
 * Shows `title` on the status line while `work` runs, if that takes long, and what `work` says of its progress. Returns
 * what `work` returns.
 */
export async function withProgress<T>(
  line: StatusLine,
  title: string,
  work: (update: Update) => Promise<T>,
): Promise<T> {
  let text = title
  let isShown = false
  const show = () => {
    isShown = true
    line.show(text)
  }
  const timer = setTimeout(show, DELAY_MS).unref()
  const update: Update = (detail) => {
    const next = `${title}: ${detail}`
    if (next === text) return
    text = next
    if (isShown) line.show(text)
  }
  try {
    return await work(update)
  } finally {
    clearTimeout(timer)
    line.hide()
  }
}
