// mocha's spec reporter that also leaves its counts and its failures as JSON where scripts/test.mjs adds them up.
const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const failed = []
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failed.push(`${test.fullTitle()}: ${error.message}`)
    })
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats
      writeFileSync(
        process.env.PGLIFT_TEST_REPORT,
        JSON.stringify({ counts: { passed: passes, failed: failures, skipped: pending }, failed }),
      )
    })
  }
}
