// mocha's spec reporter that also leaves its counts as JSON where scripts/test.mjs adds them up.
const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats
      writeFileSync(
        process.env.PGLIFT_TEST_REPORT,
        JSON.stringify({ passed: passes, failed: failures, skipped: pending }),
      )
    })
  }
}
