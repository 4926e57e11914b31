import { type Manifest, manifestText } from './manifest-text.js'
import { checkoutFile, expectSnapshot } from './snapshot.js'

describe('command line', () => {
  it('has the commands, arguments and options that were promised', () => {
    const manifest = JSON.parse(checkoutFile('oclif.manifest.json')) as Manifest
    expectSnapshot('commands.txt', manifestText(manifest))
  })
})
