import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentContract } from '@pglift/sdk/testing'

// A repository without any stanza, so that the test needs no pgBackRest.
const directory = mkdtempSync(join(tmpdir(), 'pgbackrest-'))
const execpath = join(directory, 'pgbackrest')
writeFileSync(execpath, "#!/bin/sh\necho '[]'\n", { mode: 0o755 })
after(() => rmSync(directory, { recursive: true }))

componentContract({
  root: new URL('../../../../../plugins/pgbackrest', import.meta.url).pathname,
  register: () => import('../../src/register.js'),
  section: { repository: { mode: 'path', path: 'DIRECTORY/repo' }, execpath },
  fields: { pgbackrest: { stanza: 'main' } },
})
