import { CHECKOUT, expectSnapshot } from './snapshot.js'

describe('SDK', () => {
  it('what components may use is what was promised', async () => {
    const { sdkApi } = (await import(new URL('scripts/sdk-api.mjs', CHECKOUT).href)) as { sdkApi(): string }
    expectSnapshot('sdk-api.txt', sdkApi())
  })
})
