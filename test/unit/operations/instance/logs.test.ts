import { expect } from 'chai'
import { parseCurrentLogfiles } from '../../../../src/operations/instance/logs.js'

describe('current_logfiles', () => {
  it('tells the file of each destination, blanks in its path included', () => {
    expect(parseCurrentLogfiles('stderr /var/log/pg 15/a.log\ncsvlog log/a.csv\n')).to.deep.equal([
      { destination: 'stderr', path: '/var/log/pg 15/a.log' },
      { destination: 'csvlog', path: 'log/a.csv' },
    ])
  })

  it('may be empty, or be read while it is being written', () => {
    expect(parseCurrentLogfiles('')).to.deep.equal([])
    expect(parseCurrentLogfiles('stderr ')).to.deep.equal([])
  })
})
