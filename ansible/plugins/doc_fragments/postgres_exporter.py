# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
# Made by 'npm run ansible': do not edit.

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r'''
options:
  name:
    description:
      - Name of the service.
    type: str
    required: true
  dsn:
    description:
      - "Connection string of the server: URI, or keywords and values."
    type: str
  password:
    description:
      - Password of the connection.
    type: str
  port:
    description:
      - TCP port for the web interface and telemetry of Prometheus.
    type: int
  state:
    description:
      - Runtime state.
    type: str
    default: started
    choices:
      - started
      - stopped
      - absent
'''
