import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { componentContract } from '@pglift/sdk/testing'

// Programs that know no unit, so that the test needs no systemd.
const directory = mkdtempSync(join(tmpdir(), 'systemd-'))
for (const name of ['systemctl', 'systemd-tmpfiles', 'systemd-analyze', 'journalctl'])
  writeFileSync(join(directory, name), '#!/bin/sh\n', { mode: 0o755 })
const { PATH } = process.env
before(() => {
  process.env.PATH = `${directory}${delimiter}${PATH}`
})
after(() => {
  process.env.PATH = PATH
  rmSync(directory, { recursive: true })
})

componentContract({
  root: new URL('../../../../../plugins/systemd', import.meta.url).pathname,
  register: () => import('../../src/register.js'),
  section: { unit_path: 'DIRECTORY/units', tmpfilesd_conf_path: 'DIRECTORY/tmpfiles.d' },
})
