import type { Effects } from '../../effects/effects.js'
import { usage } from '../../errors/kinds.js'
import { parseDocuments, parseManifest } from '../../models/manifest.js'

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

type Reading = Pick<Effects, 'files'>

async function content({ files }: Reading, path: string): Promise<Buffer> {
  if (path === '-') return standardInput()
  const bytes = await files.readBytes(path)
  if (bytes !== undefined) return bytes
  throw usage('PGLIFT_MANIFEST_MISSING', `'${path}': No such file or directory`, { param: '-f / --file' })
}

/** The object in a manifest file, `-` being standard input. A usage error when there is no such file. */
export async function readManifest(effects: Reading, path: string): Promise<Record<string, unknown>> {
  return parseManifest(await content(effects, path)) as Record<string, unknown>
}

/** The same for a file of one or several documents. */
export async function readDocuments(
  effects: Reading,
  path: string,
): Promise<Readonly<Record<string, unknown>>[]> {
  return parseDocuments(await content(effects, path))
}
