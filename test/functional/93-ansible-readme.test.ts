import { readFileSync, symlinkSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { type DocumentPart, partsOf } from '../support/document.js'
import { TYPED_WITH_ANSIBLE } from '../support/documents.js'
import { linkPlugins } from '../support/linked.js'
import { ROOT } from '../support/places.js'
import { Reader } from '../support/reader.js'
import type { Site } from '../support/site.js'
import { follow } from '../support/typist.js'
import { newBackupSite } from './86-pgbackrest-site.js'
import { Ansible } from './93-ansible.js'

/** Instances belong to whoever runs the tests, and have the version that is there. */
function here(part: DocumentPart, { version }: Site): DocumentPart {
  if (!('path' in part)) return part
  const content = part.content
    .replace('become_user: postgres', `become_user: ${userInfo().username}`)
    .replace('version: 15', `version: ${version}`)
  return { ...part, content }
}

describe("documents: every command of the collection's README", () => {
  let site: Site

  before(async () => {
    site = await newBackupSite({ settings: { postgresql: { replrole: 'replication' } } })
    await linkPlugins(site, ['pgbackrest'])
    await site.ok(['site-configure', 'install'])
    new Ansible(site).putPglift()
    symlinkSync(join(ROOT, 'ansible'), join(site.home, 'ansible'))
  })

  after(() => site?.destroy())

  it('README.md', async () => {
    const { PGLIFT_CONFIG_DIR, PGLIFT_DATA_DIR } = site.env
    const reader = new Reader(site, {
      ...{ PGLIFT_CONFIG_DIR, PGLIFT_DATA_DIR },
      // The host of its inventory is this one.
      ...{ ANSIBLE_TRANSPORT: 'local', ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3', COLUMNS: '80' },
    })
    await reader.prepare()
    const text = readFileSync(join(ROOT, TYPED_WITH_ANSIBLE), 'utf8')
    for (const part of partsOf(text)) await follow(reader, here(part, site))
  })
})
