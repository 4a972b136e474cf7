// Builds the workflow bundle, and says where it is: webpack is many times faster in a process of its own than inside Jest.
import { parkingWorkflowBundle } from '../../../delivery/worker.ts';

const [bundleFolder = ''] = process.argv.slice(2);
const { codePath } = await parkingWorkflowBundle(bundleFolder);
process.stdout.write(codePath);
