import { Secret } from '@pglift/sdk'
import { expect } from 'chai'
import { exporterText, parseExporter } from '../../src/exporter.js'
import type { Session } from '../../src/session.js'

const session = (section: object = {}, passfile: string | null = '/home/postgres/.pgpass') =>
  ({
    section: { options: {}, listen_address: null, web_config_file: null, ...section },
    settings: { postgresql: { auth: { passfile } } },
  }) as unknown as Session

const parameters = {
  user: 'prometheus',
  host: '/run/pg',
  port: '5432',
  dbname: 'postgres',
  sslmode: 'disable',
}

const parse = (text: string) => parseExporter('15-main', '/etc/exp.conf', text)
const SOURCE = 'DATA_SOURCE_NAME=postgresql://prometheus@:5432/postgres?host=%2Frun%2Fpg&sslmode=disable'

describe("an exporter's configuration file", () => {
  it('is an environment', () => {
    const text = exporterText(session(), { name: '15-main', port: 9187, parameters, password: null })
    expect(text.split('\n').slice(1)).to.deep.equal([
      'PGPASSFILE=/home/postgres/.pgpass',
      SOURCE,
      "POSTGRES_EXPORTER_OPTS='--web.listen-address=:9187 --log.level=info'",
      '',
    ])
  })

  it('is read back', () => {
    const wanted = { name: '15-main', port: 9188, parameters, password: new Secret('p w\'"$x`\\') }
    const { port, password, parameters: read, options } = parse(exporterText(session(), wanted))
    expect({ port, read, options }).to.deep.equal({
      port: 9188,
      read: { ...parameters, passfile: '/home/postgres/.pgpass' },
      options: ['--web.listen-address=:9188', '--log.level=info'],
    })
    expect(password?.reveal()).to.equal('p w\'"$x`\\')
  })

  it('has the options of the settings', () => {
    const section = {
      options: { 'log.level': 'warn', 'collector.wal': true, 'collector.bgwriter': false },
      listen_address: '::1',
      web_config_file: '/etc/web.yml',
    }
    const text = exporterText(session(section, null), { name: 'x', port: 1, parameters, password: null })
    expect(parse(text).options).to.deep.equal([
      '--web.listen-address=[::1]:1',
      '--web.config.file=/etc/web.yml',
      '--log.level=warn',
      '--collector.wal',
      '--no-collector.bgwriter',
    ])
  })

  it('of pglift 1.0 and of others is understood', () => {
    const former = `${SOURCE}\nPG_EXPORTER_WEB_LISTEN_ADDRESS=:9190\nPOSTGRES_EXPORTER_OPTS='--log.level=info'\n`
    expect(parse(former).port).to.equal(9190)
    for (const options of ['--web.listen-address :9191 --log.level info', '-web.listen-address=[::]:9191'])
      expect(parse(`${SOURCE}\nPOSTGRES_EXPORTER_OPTS="${options}"\n`).port).to.equal(9191)
  })

  it('that contradicts itself, or says too little, is refused with its path', () => {
    const both = `PG_EXPORTER_WEB_LISTEN_ADDRESS=:1\nPOSTGRES_EXPORTER_OPTS=--web.listen-address=:1`
    const refused = (text: string, message: RegExp) => expect(() => parse(text)).to.throw(message)
    refused(
      both,
      /^both PG_EXPORTER_WEB_LISTEN_ADDRESS and --web.listen-address are set \(path: \/etc\/exp.conf\)$/,
    )
    refused(SOURCE, /no --web.listen-address in POSTGRES_EXPORTER_OPTS/)
    refused('POSTGRES_EXPORTER_OPTS=--web.listen-address=:x', /malformed address to listen on ':x'/)
    refused('DATA_SOURCE_NAME=nonsense', /malformed DATA_SOURCE_NAME/)
  })
})
