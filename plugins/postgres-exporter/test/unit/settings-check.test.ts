import { expect } from 'chai'
import type { ExporterSettings } from '../../src/settings.js'
import { settingsFaults } from '../../src/settings-check.js'

const GOOD = {
  role: 'prometheus',
  configpath: '/etc/prometheus/postgres_exporter-{name}.conf',
  listen_address: null,
  web_config_file: null,
  target_host: null,
  options: { 'collector.stat_statements': true, 'no-collector.wal': true, 'log.level': 'warn', x: 1 },
  labels: { environment: 'production' },
}

const faults = (change: object) =>
  settingsFaults({ ...GOOD, ...change } as unknown as ExporterSettings, 'postgres').map(
    ({ loc, msg }) => `${loc.join('.')}: ${msg}`,
  )

describe('settings of postgres_exporter', () => {
  it('may be what they are meant for', () => expect(faults({})).to.deep.equal([]))

  it('do not take options that pglift sets, or that it could not do without', () => {
    for (const name of ['web.listen-address', 'web.config.file', 'metric-prefix', 'constantLabels'])
      expect(faults({ options: { [name]: 'x' } })[0], name).to.contain(`prometheus.options.${name}: option`)
    expect(faults({ options: { 'no-web.systemd-socket': true } })).to.have.length(1)
  })

  it('do not take what would become another option', () => {
    for (const value of ['a b', 'a\nb', "it's", '"', '\\', ''])
      expect(faults({ options: { 'log.level': value } }), value).to.have.length(1)
    for (const name of ['-x', 'a b', 'x=1', ''])
      expect(faults({ options: { [name]: true } }), name).to.have.length(1)
    expect(faults({ options: ['x'] })).to.deep.equal(['prometheus.options: expecting a mapping of options'])
  })

  it('do not take labels that are set already, or none', () => {
    for (const name of ['instance', '__address__', 'a-b', ''])
      expect(faults({ labels: { [name]: 'x' } }), name).to.have.length(1)
  })

  it('do not take names that a connection string can not hold', () => {
    expect(faults({ role: 'my role' })).to.have.length(1)
    expect(faults({ role: 'postgres' })).to.deep.equal([
      "prometheus.role: 'postgres' is the superuser of the instances",
    ])
    expect(faults({ role: 'r'.repeat(64) })).to.have.length(1)
    expect(faults({ configpath: '/etc/*/{name}' })).to.have.length(1)
    expect(faults({ listen_address: 'a b' })).to.have.length(1)
  })
})
