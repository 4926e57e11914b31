import { expect } from 'chai'
import { environmentDropIn, timerDropIn } from '../../src/drop-in.js'
import { authorship } from '../../src/marked-file.js'

const SCHEDULE = { name: 'backup', instance: '15-main' }

describe('drop-ins of a schedule', () => {
  it('are none when it goes by its units', () => {
    expect(timerDropIn(SCHEDULE)).to.equal(null)
    expect(environmentDropIn(SCHEDULE)).to.equal(null)
  })

  it('replace the calendar of the unit', () => {
    const text = timerDropIn({ ...SCHEDULE, calendar: 'Sun 02:00' }) ?? ''
    expect(text).to.include('[Timer]\nOnCalendar=\nOnCalendar=Sun 02:00\n')
    expect(authorship(text)).to.equal('ours')
  })

  it('give variables to each run', () => {
    const environment = { BACKUP_TYPE: 'full' }
    expect(environmentDropIn({ ...SCHEDULE, environment })).to.include(
      '[Service]\nEnvironment="BACKUP_TYPE=full"\n',
    )
  })

  it('let no calendar be more than a line', () => {
    expect(() => timerDropIn({ ...SCHEDULE, calendar: 'daily\nUnit=x' })).to.throw('not one line')
  })
})
