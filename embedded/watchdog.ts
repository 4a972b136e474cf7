// Ends embedded servers when the process that started them is gone, however it went: a shell in a session of its own
// reads what to guard from a pipe, and the end of the pipe is the end of us.
import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';

// Waits up to ten seconds for the gentle signal to work. A process that has left is struck off by "remove" before.
const SCRIPT = `
trap '' INT TERM HUP
guarded=''
while read -r verb pid signal; do
  if [ "$verb" = add ]; then
    guarded="$guarded $pid:$signal"
  else
    rest=''
    for entry in $guarded; do [ "\${entry%%:*}" = "$pid" ] || rest="$rest $entry"; done
    guarded=$rest
  fi
done
for entry in $guarded; do kill -"\${entry##*:}" "\${entry%%:*}" 2>/dev/null; done
for second in 1 2 3 4 5 6 7 8 9 10; do
  alive=''
  for entry in $guarded; do kill -0 "\${entry%%:*}" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || exit 0
  sleep 1
done
for entry in $guarded; do kill -KILL "\${entry%%:*}" 2>/dev/null; done
`;

let shell: ChildProcess | undefined;

const pipe = (): NodeJS.WritableStream => {
  if (shell?.exitCode === null && shell.stdin !== null) return shell.stdin;
  shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
  shell.unref();
  shell.on('error', () => undefined);
  const stdin = shell.stdin;
  if (stdin === null) throw new Error('The watchdog has no pipe.');
  stdin.on('error', () => undefined);
  if (stdin instanceof Socket) stdin.unref();
  return stdin;
};

/** Guards a process until the returned function is called. `signal` is the gentle one, without its SIG. */
export const guard = (pid: number, signal: 'TERM' | 'INT'): (() => void) => {
  const stdin = pipe();
  stdin.write(`add ${pid} ${signal}\n`);
  return () => void stdin.write(`remove ${pid}\n`);
};
