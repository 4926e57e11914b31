import type { StatusLine } from './status-line.js'

// Most steps are done sooner: a line that only flashes up is noise.
const DELAY_MS = 500

/** Shows `title` on the status line while `work` runs, if that takes long. Returns what `work` returns. */
export async function withProgress<T>(line: StatusLine, title: string, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => line.show(title), DELAY_MS).unref()
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    line.hide()
  }
}
