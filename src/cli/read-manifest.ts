import type { Effects } from '../effects/effects.js'
import { usage } from '../errors/kinds.js'
import { parseManifest } from '../models/manifest.js'

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The object in a manifest file, `-` being standard input. A usage error when there is no such file. */
export async function readManifest(
  { files }: Pick<Effects, 'files'>,
  path: string,
): Promise<Record<string, unknown>> {
  if (path === '-') return (await parseManifest(await standardInput())) as Record<string, unknown>
  const bytes = await files.readBytes(path)
  if (bytes === undefined)
    throw usage('PGLIFT_MANIFEST_MISSING', `'${path}': No such file or directory`, { param: "-f' / '--file" })
  return (await parseManifest(bytes)) as Record<string, unknown>
}
