import { expect } from 'chai'
import fc from 'fast-check'
import { confEntries, parseConf } from '../../../../src/postgresql/conf/document.js'
import { editConf } from '../../../../src/postgresql/conf/edit.js'
import { type ConfValue, sameConfValue } from '../../../../src/postgresql/conf/value.js'

const SAMPLE = `# PostgreSQL configuration file
#listen_addresses = 'localhost'		# what IP address(es) to listen on;
#port = 5432				# (change requires restart)
max_connections = 100			# (change requires restart)
shared_buffers = 128MB
`

describe('editConf', () => {
  it('replaces a value on its line and keeps the comment', () => {
    const edited = editConf(SAMPLE, { max_connections: 200, shared_buffers: '256MB' })
    expect(edited).to.equal(
      SAMPLE.replace('max_connections = 100', 'max_connections = 200').replace('= 128MB', "= '256MB'"),
    )
  })

  it('leaves what already has the value as it is written', () => {
    const text = "fsync = yes\nport = '5432'\nshared_buffers = 128MB\n"
    expect(editConf(text, { fsync: true, port: 5432, shared_buffers: '128MB' })).to.equal(text)
  })

  it('gives a commented parameter its line back', () => {
    expect(editConf(SAMPLE, { port: 5433 })).to.equal(SAMPLE.replace('#port = 5432', 'port = 5433'))
    expect(editConf(SAMPLE, { PORT: 5432 })).to.equal(SAMPLE.replace('#port', 'port'))
  })

  it('comments out what is removed, every entry of it', () => {
    const text = 'port = 1 # a\nfsync = on\n  Port = 2\n'
    expect(editConf(text, { port: null, wal_level: null })).to.equal(
      '#port = 1 # a\nfsync = on\n  #Port = 2\n',
    )
  })

  it('gives the same text when a removed parameter is set again', () => {
    for (const text of [
      SAMPLE,
      '  max_connections 100 # c\n',
      '#max_connections = 7\nmax_connections=100\n#max_connections = 8\n',
    ]) {
      expect(editConf(editConf(text, { max_connections: null }), { max_connections: 100 })).to.equal(text)
    }
  })

  it('changes the last of several entries', () => {
    expect(editConf('port = 1\nport = 2\n', { port: 3 })).to.equal('port = 1\nport = 3\n')
    expect(editConf('port = 1\nport = 2\n', { port: 1 })).to.equal('port = 1\nport = 1\n')
  })

  it('appends what is new, in order, on lines of its own', () => {
    expect(editConf('fsync = on', { b: 'x', a: true })).to.equal("fsync = on\nb = 'x'\na = on\n")
    expect(editConf('', { a: 1 })).to.equal('a = 1\n')
  })

  it('inserts a blank where the name would run into the value', () => {
    expect(editConf("port'1'#c\n", { port: 2 })).to.equal('port 2#c\n')
  })

  it('keeps $ patterns and carriage returns', () => {
    expect(editConf('#a = 1\r\nb = 2\r\n', { a: "$&$1$'", b: '$$' })).to.equal(
      "a = '$&$1$'''\r\nb = '$$'\r\n",
    )
  })

  it('refuses values and names that would add a directive', () => {
    expect(() => editConf('', { cluster_name: 'a\nfsync = off' })).to.throw(/'cluster_name'.*newline/)
    expect(() => editConf('', { 'a = 1\nb': 1 })).to.throw(/invalid PostgreSQL parameter name/)
    expect(() => editConf('', { include: '/etc/passwd' })).to.throw(/invalid PostgreSQL parameter name/)
  })

  it('names the file whose syntax is wrong', () => {
    expect(() => editConf('x = %', { a: 1 }, '/d/postgresql.conf')).to.throw(
      /in \/d\/postgresql.conf, line 1/,
    )
  })

  it('has the values in force, keeps the rest and is idempotent', () => {
    const name = fc.constantFrom('port', 'fsync', 'work_mem', 'x.y')
    const value: fc.Arbitrary<ConfValue> = fc.oneof(
      fc.string().filter((text) => !/[\n\0]/.test(text) && text.isWellFormed()),
      fc.integer(),
      fc.boolean(),
    )
    const written = fc.constantFrom('1', "'a b'", 'on', "'it''s'", '128MB')
    const line = fc
      .tuple(
        fc.constantFrom('', '#', '# ', '  ', ' #'),
        name,
        fc.constantFrom('=', ' = ', ' '),
        written,
        fc.constantFrom('', ' # c', '\t#x = 1'),
      )
      .map((parts) => parts.join(''))
    const text = fc
      .array(fc.oneof(line, fc.constantFrom('', '# prose here', '   ')))
      .map((lines) => lines.join('\n'))
    const changes = fc.dictionary(name, fc.oneof(value, fc.constant(null)))
    fc.assert(
      fc.property(text, changes, (before, wanted) => {
        const after = editConf(before, wanted)
        const had = confEntries(parseConf(before, 'f'))
        const has = confEntries(parseConf(after, 'f'))
        for (const key of ['port', 'fsync', 'work_mem', 'x.y']) {
          const expected = key in wanted ? wanted[key] : had[key]
          const found = has[key]
          if (expected === null || expected === undefined) expect(found).to.equal(undefined)
          else expect(found !== undefined && sameConfValue(found, expected), key).to.equal(true)
        }
        expect(editConf(after, wanted)).to.equal(after)
      }),
      { numRuns: 500 },
    )
  })
})
