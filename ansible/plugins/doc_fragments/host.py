# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
# Made by 'npm run ansible': do not edit.

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r'''
options:
  instances:
    description:
      - Instances of the host. What is not named stays as it is.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Instance name.
        type: str
        required: true
      version:
        description:
          - PostgreSQL version; if unspecified, determined from site settings or most recent installed version.
        type: str
        choices:
          - "13"
          - "14"
          - "15"
          - "16"
          - "17"
          - "18"
      port:
        description:
          - TCP port the postgresql instance will be listening to. If unspecified, default to 5432 unless a
            'port' setting is found in 'settings'.
        type: int
      settings:
        description:
          - Settings for the PostgreSQL instance. Replaces all those set before.
        type: dict
        default: {}
      data_checksums:
        description:
          - Enable or disable data checksums. If unspecified, fall back to site settings choice.
        type: bool
      locale:
        description:
          - Default locale.
        type: str
      encoding:
        description:
          - Character encoding of the PostgreSQL instance.
        type: str
      auth:
        description:
          - Authentication methods, those of the site settings by default.
        type: dict
        suboptions:
          local:
            description:
              - Authentication method for local-socket connections.
            type: str
            choices:
              - trust
              - reject
              - md5
              - password
              - scram-sha-256
              - sspi
              - ident
              - peer
              - pam
              - ldap
              - radius
          host:
            description:
              - Authentication method for local TCP/IP connections.
            type: str
            choices:
              - trust
              - reject
              - md5
              - password
              - scram-sha-256
              - sspi
              - ident
              - gss
              - pam
              - ldap
              - radius
          hostssl:
            description:
              - Authentication method for SSL-encrypted TCP/IP connections.
            type: str
            choices:
              - trust
              - reject
              - md5
              - password
              - scram-sha-256
              - sspi
              - ident
              - gss
              - pam
              - ldap
              - radius
              - cert
      surole_password:
        description:
          - Super-user role password.
        type: str
      replrole_password:
        description:
          - Replication role password.
        type: str
      standby:
        description:
          - Standby information, for an instance that replicates another.
        type: dict
        suboptions:
          primary_conninfo:
            description:
              - DSN of primary for streaming replication.
            type: str
            required: true
          password:
            description:
              - Password for the replication user.
            type: str
          status:
            description:
              - Instance standby state; 'promoted' makes a primary of it.
            type: str
            default: demoted
            choices:
              - demoted
              - promoted
          slot:
            description:
              - Replication slot name. Must exist on primary.
            type: str
      state:
        description:
          - Runtime state.
        type: str
        default: started
        choices:
          - started
          - stopped
          - restarted
          - absent
      databases:
        description:
          - Databases defined in this instance (non-exhaustive list).
        type: list
        default: []
        elements: dict
        suboptions:
          name:
            description:
              - Database name.
            type: str
            required: true
          state:
            description:
              - Database state.
            type: str
            default: present
            choices:
              - present
              - absent
          owner:
            description:
              - The role name of the user who will own the database.
            type: str
          settings:
            description:
              - Session defaults for run-time configuration variables for the database. Upon update, an empty
                (dict) value would reset all settings.
            type: dict
          schemas:
            description:
              - Schemas in this database.
            type: list
            default: []
            elements: raw
          extensions:
            description:
              - Extensions in this database.
            type: list
            default: []
            elements: raw
          locale:
            description:
              - Locale for this database. Database will be created from template0 if the locale differs from
                the one set for template1.
            type: str
          publications:
            description:
              - Publications in this database.
            type: list
            default: []
            elements: raw
          subscriptions:
            description:
              - Subscriptions in this database.
            type: list
            default: []
            elements: dict
            suboptions:
              name:
                description:
                  - Name of the subscription.
                type: str
                required: true
              connection:
                description:
                  - How to connect to the publisher database.
                type: dict
                required: true
                suboptions:
                  conninfo:
                    description:
                      - The libpq connection string defining how to connect to the publisher, without password.
                    type: str
                    required: true
                  password:
                    description:
                      - Password of the role that connects to the publisher.
                    type: str
              publications:
                description:
                  - Publications on the publisher to subscribe to.
                type: list
                required: true
                elements: str
              enabled:
                description:
                  - Enable or disable the subscription.
                type: bool
                default: true
              state:
                description:
                  - Subscription state.
                type: str
                default: present
                choices:
                  - present
                  - absent
          clone:
            description:
              - Options for cloning a database into this one.
            type: dict
            suboptions:
              dsn:
                description:
                  - Data source name of the database to restore into this one, specified as a libpq connection
                    URI.
                type: str
                required: true
              schema_only:
                description:
                  - Only restore the schema (data definitions).
                type: bool
                default: false
          tablespace:
            description:
              - The name of the tablespace that will be associated with the database.
            type: str
          force_drop:
            description:
              - Force the drop.
            type: bool
            default: false
      roles:
        description:
          - Roles defined in this instance (non-exhaustive list).
        type: list
        default: []
        elements: dict
        suboptions:
          name:
            description:
              - Role name.
            type: str
            required: true
          state:
            description:
              - Whether the role should be present or not.
            type: str
            default: present
            choices:
              - present
              - absent
          password:
            description:
              - Role password.
            type: str
          encrypted_password:
            description:
              - Role password, already encrypted.
            type: str
          inherit:
            description:
              - Let the role inherit the privileges of the roles it is a member of.
            type: bool
            default: true
          login:
            description:
              - Allow the role to log in.
            type: bool
            default: false
          superuser:
            description:
              - Superuser role.
            type: bool
            default: false
          createdb:
            description:
              - Allow role to create databases.
            type: bool
            default: false
          createrole:
            description:
              - Allow role to create, alter, drop other roles.
            type: bool
            default: false
          replication:
            description:
              - Replication role.
            type: bool
            default: false
          connection_limit:
            description:
              - How many concurrent connections the role can make; -1 means no limit.
            type: int
          valid_until:
            description:
              - Date and time after which the role's password is no longer valid, or 'infinity'.
            type: str
          memberships:
            description:
              - Roles which this role should be a member of.
            type: list
            default: []
            elements: raw
          hba_records:
            description:
              - Entries in the pg_hba.conf file for this role.
            type: list
            default: []
            elements: dict
            suboptions:
              connection:
                description:
                  - Connection information for this HBA record. If unspecified, a local record is assumed.
                type: dict
                suboptions:
                  type:
                    description:
                      - Connection type.
                    type: str
                    default: host
                    choices:
                      - host
                      - hostssl
                      - hostnossl
                      - hostgssenc
                      - hostnogssenc
                  address:
                    description:
                      - Client machine address(es); can be either a hostname, an IP or an IP address range.
                    type: str
                    required: true
                  netmask:
                    description:
                      - Client machine netmask.
                    type: str
              database:
                description:
                  - Database name(s). Multiple database names can be supplied by separating them with commas.
                type: str
                default: all
              method:
                description:
                  - Authentication method.
                type: str
                required: true
              state:
                description:
                  - Whether the entry should be written in pg_hba.conf or removed from it.
                type: str
                default: present
                choices:
                  - present
                  - absent
          pgpass:
            description:
              - Whether to add an entry in the password file for this role.
            type: bool
            default: false
          drop_owned:
            description:
              - Drop all PostgreSQL objects owned by the role being dropped.
            type: bool
            default: false
          reassign_owned:
            description:
              - Reassign all PostgreSQL objects owned by the role being dropped to this role.
            type: str
      replication_slots:
        description:
          - Physical replication slots in this instance (non-exhaustive list).
        type: list
        default: []
        elements: raw
      hba_records:
        description:
          - Entries in the pg_hba.conf file (non-exhaustive list), in the order in which PostgreSQL tries
            them; those of roles come first.
        type: list
        default: []
        elements: dict
        suboptions:
          connection:
            description:
              - Connection information for this HBA record. If unspecified, a local record is assumed.
            type: dict
            suboptions:
              type:
                description:
                  - Connection type.
                type: str
                default: host
                choices:
                  - host
                  - hostssl
                  - hostnossl
                  - hostgssenc
                  - hostnogssenc
              address:
                description:
                  - Client machine address(es); can be either a hostname, an IP or an IP address range.
                type: str
                required: true
              netmask:
                description:
                  - Client machine netmask.
                type: str
          database:
            description:
              - Database name(s). Multiple database names can be supplied by separating them with commas.
            type: str
            default: all
          method:
            description:
              - Authentication method.
            type: str
            required: true
          user:
            description:
              - User name(s). Multiple user names can be supplied by separating them with commas.
            type: str
            default: all
          state:
            description:
              - Whether the entry should be written in pg_hba.conf or removed from it.
            type: str
            default: present
            choices:
              - present
              - absent
      restart_on_changes:
        description:
          - Whether or not to automatically restart the instance to account for settings changes.
        type: bool
        default: false
      patroni:
        description:
          - Configuration for the Patroni service, if enabled in site settings.
        type: dict
        suboptions:
          cluster:
            description:
              - Name (scope) of the Patroni cluster.
            type: str
            required: true
          node:
            description:
              - Name of the node (usually the host name).
            type: str
          restapi:
            description:
              - REST API configuration.
            type: dict
            suboptions:
              connect_address:
                description:
                  - IP address (or hostname) and port, to access the Patroni's REST API.
                type: str
              listen:
                description:
                  - IP address (or hostname) and port that Patroni will listen to for the REST API. Defaults
                    to connect_address if not provided.
                type: str
              authentication:
                description:
                  - Basic authentication to the REST API.
                type: dict
                suboptions:
                  username:
                    description:
                      - Username for basic authentication to the REST API.
                    type: str
                    required: true
                  password:
                    description:
                      - Password for basic authentication to the REST API.
                    type: str
          postgresql:
            description:
              - Configuration for PostgreSQL setup and remote connection.
            type: dict
            suboptions:
              connect_host:
                description:
                  - Host or IP address through which PostgreSQL is externally accessible.
                type: str
              replication:
                description:
                  - Client options for replication connections to other members of the cluster.
                type: dict
                suboptions:
                  ssl:
                    description:
                      - Client certificate options.
                    type: dict
                    suboptions:
                      cert:
                        description:
                          - Client certificate.
                        type: str
                        required: true
                      key:
                        description:
                          - Private key.
                        type: str
                        required: true
                      password:
                        description:
                          - Password for the private key.
                        type: str
              rewind:
                description:
                  - Client options for rewind connections to other members of the cluster.
                type: dict
                suboptions:
                  ssl:
                    description:
                      - Client certificate options.
                    type: dict
                    suboptions:
                      cert:
                        description:
                          - Client certificate.
                        type: str
                        required: true
                      key:
                        description:
                          - Private key.
                        type: str
                        required: true
                      password:
                        description:
                          - Password for the private key.
                        type: str
          etcd:
            description:
              - Basic authentication to etcd.
            type: dict
            suboptions:
              username:
                description:
                  - Username for basic authentication to etcd.
                type: str
                required: true
              password:
                description:
                  - Password for basic authentication to etcd.
                type: str
      pgbackrest:
        description:
          - Configuration for the pgBackRest service, if enabled in site settings.
        type: dict
        suboptions:
          stanza:
            description:
              - Name of pgBackRest stanza. Something describing the actual function of the instance, such as
                'app'.
            type: str
            required: true
          password:
            description:
              - Password of PostgreSQL role for pgBackRest.
            type: str
          schedule:
            description:
              - Scheduled backups of the instance.
            type: dict
            suboptions:
              calendar:
                description:
                  - When backups of the instance are made, in the calendar syntax of systemd.time(7); by
                    default as the site settings say.
                type: str
              type:
                description:
                  - Type of the backups that are made then; by default as the site settings say.
                type: str
                choices:
                  - full
                  - incr
                  - diff
      prometheus:
        description:
          - "Configuration for the Prometheus service, if enabled in site settings. Null: none. The port is
            9187 unless given or changed before."
        type: dict
        suboptions:
          port:
            description:
              - TCP port for the web interface and telemetry of Prometheus.
            type: int
          password:
            description:
              - Password of PostgreSQL role for Prometheus postgres_exporter.
            type: str
      powa:
        description:
          - Configuration for the PoWA service, if enabled in site settings.
        type: dict
        suboptions:
          password:
            description:
              - Password of PostgreSQL role for PoWA.
            type: str
'''
