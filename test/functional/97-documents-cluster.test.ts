import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { partsOf } from '../support/document.js'
import { TYPED_ON_HOSTS } from '../support/documents.js'
import { Hosts } from '../support/hosts.js'
import { ROOT } from '../support/places.js'
import { Published } from '../support/published.js'

describe('documents: every command of those on high availability', function () {
  this.timeout(1_200_000)
  let published: Published
  let hosts: Hosts | undefined

  before(async () => {
    published = await Published.start()
  })

  afterEach(async () => {
    await hosts?.destroy()
    hosts = undefined
  })

  after(() => published?.stop())

  for (const [document, count] of Object.entries(TYPED_ON_HOSTS))
    it(document, async () => {
      hosts = await Hosts.make(count, published.env)
      const text = readFileSync(join(ROOT, document), 'utf8')
      for (const part of partsOf(text)) await hosts.follow(part)
    })
})
