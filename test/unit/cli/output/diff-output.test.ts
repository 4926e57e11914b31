import { expect } from 'chai'
import { ansibleDiffs, diffResult, unifiedDiffs } from '../../../../src/cli/output/diff-output.js'

describe('cli/output/diff-output', () => {
  it('shows changed, created and removed files, and no others', async () => {
    const diffs = await unifiedDiffs([
      { path: '/a', before: 'x = 1\ny = 2\n', after: 'x = 1\ny = 3\n' },
      { path: '/b', after: 'new\n' },
      { path: '/c', before: 'old\n' },
      { path: '/d', before: 'same\n', after: 'same\n' },
      { path: '/e', after: '', directory: true },
    ])
    expect(diffs).to.deep.equal([
      '--- /a\n+++ /a\n@@ -1,2 +1,2 @@\n x = 1\n-y = 2\n+y = 3\n',
      '--- /dev/null\n+++ /b\n@@ -0,0 +1,1 @@\n+new\n',
      '--- /c\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-old\n',
    ])
  })

  it("has Ansible's headers", () => {
    const headers = ansibleDiffs([
      { path: '/a', before: 'x', after: 'y' },
      { path: '/b', after: 'y' },
      { path: '/c', before: 'x' },
      { path: '/d', directory: true, after: '' },
    ]).map(({ before_header, after_header }) => [before_header, after_header])
    expect(headers).to.deep.equal([
      ['/a', '/a'],
      ['/dev/null', '/b created'],
      ['/c deleted', '/dev/null'],
      ['/dev/null', '/d new directory'],
    ])
  })

  it('is null unless it was asked for', async () => {
    expect(await diffResult([], {})).to.equal(null)
    expect(await diffResult([], { diff: true })).to.deep.equal([])
    expect(await diffResult([], { ansible: true })).to.deep.equal([])
  })
})
