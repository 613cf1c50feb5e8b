import type { Register } from '../personal-columns.ts'

export const taskColumns: Register = {
  tasks: [
    {
      purpose: 'who began long work, and what its result is called',
      retention: 'passing',
      columns: { by_name: 'clear', result_name: 'clear' },
    },
  ],
  task_inputs: [
    {
      purpose: 'what a file for long work was called when it was sent',
      retention: 'passing',
      columns: { name: 'clear' },
    },
  ],
}
