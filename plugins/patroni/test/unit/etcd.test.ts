import { expect } from 'chai'
import { clusterPrefix, Etcd } from '../../src/etcd.js'

/** An etcd that answers everything with an empty object, and the URLs that it was asked. */
function listening() {
  const urls: string[] = []
  const net = {
    request: async (url: string) => {
      urls.push(url)
      return { status: 200, body: '{}' }
    },
  }
  return { urls, io: { net, files: {} } as unknown as ConstructorParameters<typeof Etcd>[0] }
}

describe('keys of etcd', () => {
  it('are below the namespace of the cluster', () => {
    expect(clusterPrefix({ scope: 'app' })).to.equal('/service/app/')
    expect(clusterPrefix({ scope: 'app', namespace: 'dbs/prod/' })).to.equal('/dbs/prod/app/')
  })

  it('are no syntax of a URL in API 2', async () => {
    const { urls, io } = listening()
    const etcd = Etcd.of(io, { etcd: { hosts: ['h:2379'] } })
    await etcd.remove('/service/a?b#c/members/n%2F')
    await etcd.remove('/service/a?b#c/')
    await etcd.read('/service/a?b#c/')
    expect(urls).to.deep.equal([
      'http://h:2379/v2/keys/service/a%3Fb%23c/members/n%252F',
      'http://h:2379/v2/keys/service/a%3Fb%23c?recursive=true',
      'http://h:2379/v2/keys/service/a%3Fb%23c/?recursive=true&quorum=true',
    ])
  })
})
