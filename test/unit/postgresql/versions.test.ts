import { expect } from 'chai'
import {
  compareVersions,
  type Feature,
  hasFeature,
  isPostgresVersion,
  type PostgresVersion,
  parsePgVersion,
  postgresVersion,
  SUPPORTED_VERSIONS,
} from '../../../src/postgresql/versions.js'

function versionsWith(feature: Feature): PostgresVersion[] {
  return SUPPORTED_VERSIONS.filter((version) => hasFeature(version, feature))
}

describe('postgresql/versions', () => {
  const expected: [Feature, string[]][] = [
    ['initdbNoDataChecksums', ['18']],
    ['publicSchemaOfDatabaseOwner', ['15', '16', '17', '18']],
    ['membershipOptions', ['16', '17', '18']],
    ['localeProvider', ['15', '16', '17', '18']],
    ['walReplayPauseState', ['14', '15', '16', '17', '18']],
  ]
  for (const [feature, versions] of expected) {
    it(`${feature} in ${versions.join(', ')}`, () => expect(versionsWith(feature)).to.deep.equal(versions))
  }

  it('knows its majors', () => {
    expect(isPostgresVersion('15')).to.equal(true)
    for (const other of ['12', '19', '15.2', '', 'x']) expect(isPostgresVersion(other)).to.equal(false)
    expect(postgresVersion('18')).to.equal('18')
    expect(() => postgresVersion('12')).to.throw("unsupported PostgreSQL version '12'")
    expect((['18', '13', '15'] as PostgresVersion[]).sort(compareVersions)).to.deep.equal(['13', '15', '18'])
  })

  for (const [text, major, minor, release] of [
    ['postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n', '15', 18, '15.18'],
    ['pg_ctl (PostgreSQL) 18beta1', '18', undefined, '18beta1'],
    ['psql (PostgreSQL) 19devel', '19', undefined, '19devel'],
    ['postgres (PostgreSQL) 18rc1', '18', undefined, '18rc1'],
    ['15\n', '15', undefined, '15'],
    ['16.2', '16', 2, '16.2'],
    ['150018', '15', 18, '15.18'],
    ['9.6', '9', 6, '9.6'],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const parsed = parsePgVersion(text)
      expect(parsed).to.deep.equal(minor === undefined ? { major, release } : { major, minor, release })
    })
  }

  for (const text of ['', 'postgres', 'x15', '15x', 'bash: not found']) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parsePgVersion(text)).to.throw('no PostgreSQL version'))
  }
})
