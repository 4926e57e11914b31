# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
"""How the modules of this collection talk to the pglift that is installed on the managed node.

They run its command line: the manifest on standard input, JSON back. Nothing secret stands in an argument.
"""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import os
import re

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.dalibo.pglift.plugins.module_utils.versions import PGLIFT

# Where pglift lies when the PATH of a session without login does not say.
PLACES = (
    "~/.local/bin",
    "~/bin",
    "~/.npm-global/bin",
    "~/.npm/bin",
    "/usr/local/bin",
    "/opt/pglift/bin",
)

# Names of fields that hold a secret, where no spec tells: settings, and fields that the collection does not know.
SECRET = re.compile(
    r"(password|passwd|passphrase|pwd|secret|token|credentials?|conninfo|dsn|(^|[_-])(pw|key))$", re.IGNORECASE
)

COMMON = dict(
    executable=dict(type="path"),
)


def without_unset(value, spec):
    """The parameters that a task gave: Ansible has None for those that it did not.

    What is inside of a free mapping (settings) is left as it is: there, null means something.
    """
    given = {}
    for name, option in spec.items():
        item = value.get(name)
        if item is None:
            continue
        inner = option.get("options")
        if inner and option["type"] == "dict":
            item = without_unset(item, inner)
        elif inner and option["type"] == "list":
            item = [without_unset(one, inner) if isinstance(one, dict) else one for one in item]
        given[name] = item
    return given


def secrets_of(value, options):
    """Texts below ``value`` that nobody should read: those that the spec hides, and those that are called so."""
    if isinstance(value, list):
        return set(secret for item in value for secret in secrets_of(item, options))
    found = set()
    for name, item in value.items() if isinstance(value, dict) else ():
        option = options.get(name) or {}
        if isinstance(item, (dict, list)):
            found |= secrets_of(item, option.get("options") or {})
        elif item and option.get("no_log", SECRET.search(str(name))) and not isinstance(item, bool):
            found.add(str(item))
    return found


class PgliftModule(AnsibleModule):
    """Ansible hides what its spec says; in free mappings, secrets are found before anything is logged or answered."""

    def _log_invocation(self):
        self.no_log_values |= secrets_of(self.params, self.argument_spec)
        super(PgliftModule, self)._log_invocation()


class Pglift(object):
    """The pglift of the managed node, and the end of the module."""

    def __init__(self, module, unmade=None):
        self.module = module
        # What is answered in check mode when there is no instance: an earlier task would have made it.
        self.unmade = unmade
        self.places = [os.path.expanduser(place) for place in PLACES]
        self.executable = module.params["executable"] or module.get_bin_path(
            "pglift", required=False, opt_dirs=self.places
        )
        if not self.executable:
            module.fail_json(
                msg="pglift is not found in PATH, nor in %s; install it, or say where it is by 'executable'"
                % ", ".join(self.places)
            )
        self._require_version()

    def _environment(self):
        # pglift starts by `env node`, and node may lie beside it only.
        beside = os.path.dirname(os.path.abspath(self.executable))
        path = [place for place in os.environ.get("PATH", "").split(os.pathsep) if place]
        for place in [beside] + self.places:
            if place not in path and os.path.isdir(place):
                path.append(place)
        return {
            "PATH": os.pathsep.join(path),
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "",
            # For warnings to be found, whatever the site has its log look like.
            "PGLIFT_CLI__LOG_FORMAT": "%(levelname)s %(message)s",
        }

    def _run(self, arguments, manifest=None):
        return self.module.run_command(
            [self.executable] + arguments,
            data=None if manifest is None else json.dumps(manifest),
            binary_data=True,
            environ_update=self._environment(),
        )

    def _require_version(self):
        rc, out, err = self._run(["--version"])
        if rc != 0:
            self.module.fail_json(msg="%s can't be run" % self.executable, rc=rc, stderr=err)
        version = out.split()[-1] if out.split() else ""
        if version.split(".")[:2] != PGLIFT.split(".")[:2]:
            self.module.fail_json(
                msg="this collection is for pglift %s, but %s is version %s"
                % (PGLIFT, self.executable, version)
            )

    def json(self, arguments, manifest=None):
        """What a command prints with ``-o json``; the module fails with what pglift said when it does."""
        rc, out, err = self._run(["--non-interactive"] + arguments + ["-o", "json"], manifest)
        try:
            answer = json.loads(out) if out.strip() else None
        except ValueError:
            answer = None
        if rc != 0:
            self._fail(rc, answer, err)
        if manifest is not None:
            self._warn(err)
        return answer

    def _warn(self, err):
        for line in err.splitlines():
            if line.startswith("WARNING "):
                self.module.warn(line[len("WARNING "):])

    def _fail(self, rc, answer, err):
        code = ((answer or {}).get("error") or {}).get("code") if not isinstance(answer, list) else None
        if self.module.check_mode and self.unmade is not None and code == "PGLIFT_INSTANCE_NOT_FOUND":
            self.module.exit_json(**self.unmade)
        if isinstance(answer, list):
            faults = ["%s: %s" % (".".join(str(at) for at in one["loc"]), one["msg"]) for one in answer]
            self.module.fail_json(msg="; ".join(faults), errors=answer, rc=rc)
        instances = (answer or {}).get("instances")
        if instances:
            failed = ["%s: %s" % (one["instance"], told(one["error"])) for one in instances if one["error"]]
            self.module.fail_json(msg="; ".join(failed), rc=rc, stderr=err, **host_result(answer))
        message = told((answer or {}).get("error") or {}) or err.strip() or "pglift ended with status %d" % rc
        self.module.fail_json(msg=message, code=code, rc=rc, stderr=err)

    def apply(self, arguments, manifest):
        """The result of an ``apply`` command, in check and diff mode as the task says."""
        modes = []
        if self.module.check_mode:
            modes.append("--ansible-check")
        if self.module._diff:
            modes.append("--ansible-diff")
        return self.json(arguments + ["-f", "-"] + modes, manifest)


def told(error):
    """An error of pglift in one line, with what to do about it."""
    message = error.get("message")
    return "%s (%s)" % (message, error["hint"]) if error.get("hint") else message


def host_result(applied):
    """What module ``host`` answers of an ``apply``."""
    diff = dict(diff=applied["diff"]) if applied.get("diff") else {}
    return dict(diff, changed=applied["changed"], instances=applied["instances"])


def apply_host(pglift, manifest):
    """What ``pglift apply`` answers for the manifest of a whole host."""
    module = pglift.module
    modes = (["--dry-run"] if module.check_mode else []) + (["--ansible-diff"] if module._diff else [])
    return host_result(pglift.json(["apply", "-f", "-"] + modes, manifest))


def new_module(spec, **options):
    """A module whose parameters are the fields of a manifest, and what all modules of the collection take."""
    return PgliftModule(argument_spec=dict(COMMON, **spec), supports_check_mode=True, **options)


def result_of(applied):
    """What every module answers of an ``apply``."""
    result = dict(applied, changed=applied["change_state"] is not None)
    if not result.get("diff"):
        result.pop("diff", None)
    return result


def unmade_object(kind, state):
    """What is answered for an object of an instance that would be made."""
    result = dict(changed=state != "absent", change_state=None if state == "absent" else "created")
    return dict(result, pending_reload=False) if kind == "role" else result


def apply_in_instance(kind, spec):
    """The whole of a module for objects inside of an instance: ``kind`` is the group of commands."""
    module = new_module(dict(spec, instance=dict(type="str", required=True)))
    pglift = Pglift(module, unmade=unmade_object(kind, module.params["state"]))
    where = ["-i", module.params["instance"]]
    manifest = without_unset(module.params, spec)
    result = result_of(pglift.apply([kind] + where + ["apply"], manifest))
    if module.params["state"] != "absent" and not (module.check_mode and result["changed"]):
        result["object"] = pglift.json([kind] + where + ["get", module.params["name"]])
    module.exit_json(**result)
