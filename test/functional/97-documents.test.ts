import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { partsOf } from '../support/document.js'
import { README, TYPED_AT_HOME, TYPED_WITH_PGLIFT } from '../support/documents.js'
import { ROOT } from '../support/places.js'
import { runProgram } from '../support/process.js'
import { Published } from '../support/published.js'
import { Reader } from '../support/reader.js'
import { Site } from '../support/site.js'
import { follow } from '../support/typist.js'

describe('documents: every command that they show', () => {
  let published: Published
  let tools: Site

  /** Where pglift is installed for documents that do not say how. */
  const prefix = () => join(tools.directory, 'prefix')

  before(async () => {
    published = await Published.start()
    tools = new Site()
    const install = ['npm', 'install', '--global', '--silent', '--prefix', prefix(), 'pglift']
    const { code, stderr } = await runProgram(install, {
      env: { ...tools.env, ...published.env },
      cwd: tools.directory,
      timeoutMs: 180_000,
    })
    if (code !== 0) throw new Error(`${install.join(' ')}: ${stderr}`)
  })

  after(async () => {
    await tools?.destroy()
    await published?.stop()
  })

  async function withReader(
    folders: readonly string[],
    read: (reader: Reader) => Promise<void>,
  ): Promise<void> {
    const site = new Site()
    try {
      const reader = new Reader(site, published.env, folders)
      await reader.prepare()
      await read(reader)
    } finally {
      await site.destroy()
    }
  }

  const parts = (document: string) => partsOf(readFileSync(join(ROOT, document), 'utf8'))

  for (const document of [...TYPED_AT_HOME, ...TYPED_WITH_PGLIFT])
    it(document, async () => {
      const folders = TYPED_WITH_PGLIFT.includes(document) ? [join(prefix(), 'bin')] : []
      await withReader(folders, async (reader) => {
        for (const part of parts(document)) await follow(reader, part)
      })
    })

  it(README, async () => {
    await withReader([], async (reader) => {
      await reader.type(`cd '${ROOT}'`)
      const [quickstart, ...others] = parts(README)
      await follow(reader, quickstart!)
      // It takes the first port that is free.
      const { lines } = await reader.type('~/.local/share/pglift-quickstart/bin/pglift instance list -o json')
      reader.isPort('5432', String((JSON.parse(lines.join('\n')) as [{ port: number }])[0].port))
      for (const part of others) await follow(reader, part)
    })
  })
})
