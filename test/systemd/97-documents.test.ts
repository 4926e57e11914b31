import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packComponents, packHostAndSdk } from '../support/components.js'
import { partsOf } from '../support/document.js'
import { TYPED_IN_LAB } from '../support/documents.js'
import { Lab } from '../support/lab.js'
import { LabReader } from '../support/lab-reader.js'
import { ROOT } from '../support/places.js'
import { follow } from '../support/typist.js'
import { makeOriginalSite } from './original.js'

/** What docs/installation.md lets one carry to the host. */
async function pack(packages: string): Promise<void> {
  mkdirSync(packages)
  await packHostAndSdk(packages)
  await packComponents(packages)
  const build = ['collection', 'build', '--output-path', packages, join(ROOT, 'ansible')]
  execFileSync('ansible-galaxy', build, { stdio: 'pipe' })
}

describe('documents of a whole machine, typed there in their order', () => {
  let lab: Lab

  before(async () => {
    let packages = ''
    lab = await Lab.bare([], async (directory) => {
      packages = join(directory, 'packages')
      await pack(packages)
    })
    await lab.root(['cp', '-r', packages, '/srv/packages'])
    // Node.js of this machine may lie elsewhere than Debian's, and what lies there be shared with it.
    await lab.root(['sh', '-c', 'echo prefix=/usr/local > ~root/.npmrc'])
  })

  after(() => lab?.stop())

  for (const document of TYPED_IN_LAB)
    it(document, async () => {
      if (document === 'docs/migration.md') await makeOriginalSite(lab)
      const reader = new LabReader(lab)
      for (const part of partsOf(readFileSync(join(ROOT, document), 'utf8'))) await follow(reader, part)
    })
})
