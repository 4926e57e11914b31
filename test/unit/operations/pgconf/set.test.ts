import { expect } from 'chai'
import { parameterValue, parseAssignment } from '../../../../src/operations/pgconf/set.js'

describe('parameters on the command line', () => {
  it('are split at the first equal sign', () => {
    expect(parseAssignment('work_mem=5MB')).to.deep.equal(['work_mem', '5MB'])
    expect(parseAssignment('primary_conninfo=host=a port=1')).to.deep.equal([
      'primary_conninfo',
      'host=a port=1',
    ])
    expect(parseAssignment(' fsync = off ')).to.deep.equal(['fsync', false])
    expect(parseAssignment('archive_command=')).to.deep.equal(['archive_command', ''])
  })

  it('are refused without a name or an equal sign', () => {
    for (const text of ['', 'fsync', '=off', ' =off']) expect(parseAssignment(text)).to.equal(undefined)
  })

  it('have the type that postgresql.conf gives them', () => {
    expect(parameterValue('off')).to.equal(false)
    expect(parameterValue('5432')).to.equal(5432)
    expect(parameterValue('0.5')).to.equal(0.5)
    expect(parameterValue('0644')).to.equal('0644')
    expect(parameterValue('128 MB')).to.equal('128 MB')
  })

  it('may be quoted as there', () => {
    expect(parameterValue("'off'")).to.equal('off')
    expect(parameterValue("'it''s'")).to.equal("it's")
    expect(parameterValue("'a' 'b'")).to.equal("'a' 'b'")
  })
})
