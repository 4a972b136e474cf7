// Runs a Python client against the sandbox of this process: a job as JSON on stdin, the answers as JSON on stdout.
import { spawn } from 'node:child_process';

export interface PythonClient {
  readonly python: string;
  /** Folder with its packages. */
  readonly packages: string;
  readonly script: string;
}

/** Rejects with what it wrote to stderr when it fails or takes longer than 30 s. */
export const runJob = (client: PythonClient, job: object): Promise<Record<string, unknown>> =>
  new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      PYTHONPATH: client.packages,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONIOENCODING: 'utf-8',
      // Some clients write the time of this process where the channel wants China's.
      TZ: 'Asia/Shanghai',
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
    };
    const child = spawn(client.python, [client.script], { env, timeout: 30_000 });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Record<string, unknown>);
      else reject(new Error(`the Python client ended with ${code}: ${errors}`));
    });
    child.stdin.end(JSON.stringify(job));
  });
