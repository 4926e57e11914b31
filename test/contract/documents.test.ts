import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { type Block, blocksOf, commandsOf, isConsole, isTyped } from '../support/document.js'
import { TYPED, UNTYPED } from '../support/documents.js'
import { ROOT } from '../support/places.js'

interface Documented extends Block {
  readonly document: string
}

/** Languages of blocks that hold no commands; `sh` is the bundling of a component, which 87-packed.test.ts does. */
const OTHERS = ['', 'yaml', 'ini', 'json', 'ts', 'sh']

async function allBlocks(): Promise<Documented[]> {
  const { documents } = await import(pathToFileURL(join(ROOT, 'scripts/tree.mjs')).href)
  return (documents() as string[]).flatMap((document) =>
    blocksOf(readFileSync(join(ROOT, document), 'utf8')).map((block) => ({ document, ...block })),
  )
}

const at = ({ document, line }: Documented) => `${document}:${line}`

const firstCommand = (block: Block) => commandsOf(block)[0]?.command

describe('commands of documents', () => {
  let blocks: Documented[]

  before(async () => {
    blocks = await allBlocks()
  })

  it('stand in blocks that show a terminal', () => {
    for (const block of blocks.filter((one) => !isConsole(one))) {
      expect(OTHERS, at(block)).to.include(block.info)
      if (block.document.startsWith('docs/reference/')) continue
      for (const line of block.lines) expect(line, at(block)).to.not.match(/^(\$|pglift|npm|\.\/\w+) /)
    }
  })

  it('are typed by the test of their document, or have a reason not to be', () => {
    const shown = blocks.filter(isConsole)
    const typed = shown.filter((block) => TYPED.includes(block.document) && isTyped(block))
    expect(typed).to.have.length.above(70)
    const untyped = shown
      .filter((block) => !typed.includes(block))
      .map((block) => ({ document: block.document, command: firstCommand(block) }))
    const listed = UNTYPED.map(({ document, command }) => ({ document, command }))
    expect(untyped).to.have.deep.members(listed)
  })
})
