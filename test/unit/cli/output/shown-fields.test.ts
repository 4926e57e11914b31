import { expect } from 'chai'
import { shownFields } from '../../../../src/cli/output/shown-fields.js'

describe('fields of a table', () => {
  const schema = {
    properties: {
      name: { type: 'string' },
      hello: { properties: { text: {}, all: { 'x-pglift': { hidden: true } } } },
    },
  }

  it('are shown without what is hidden inside of them', () => {
    const view = { name: 'main', hello: { text: 'x', all: [1, 2], more: 3 }, other: { all: 1 } }
    expect(shownFields(view, schema)).to.deep.equal({
      name: 'main',
      hello: { text: 'x', more: 3 },
      other: { all: 1 },
    })
    expect(shownFields({ hello: null }, schema)).to.deep.equal({ hello: null })
  })

  it('are left out when all of them is hidden', () => {
    const view = { name: 'main', hello: { all: 1 }, powa: {}, slots: [] }
    expect(shownFields(view, schema)).to.deep.equal({ name: 'main', slots: [] })
  })
})
