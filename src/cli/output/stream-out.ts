import { pipeline } from 'node:stream/promises'

/** Writes to standard output as fast as somebody reads. Ends without an error when the reader does: `| head`. */
export async function streamOut(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  await pipeline(chunks, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
