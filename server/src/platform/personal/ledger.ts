import type { Register } from '../personal-columns.ts'

export const ledgerColumns: Register = {
  ledger_entries: [
    {
      purpose: 'the hours of a person, as they stood when they were credited',
      retention: 'record',
      columns: {
        series: 'clear',
        hours_tenths: 'clear',
        item: 'clear',
        reason: 'clear',
      },
    },
  ],
  years: [
    {
      purpose: 'whether a year is met',
      retention: 'record',
      columns: {
        series: 'clear',
        public_tenths: 'clear',
        professional_tenths: 'clear',
        elective_tenths: 'clear',
        public_lacking_tenths: 'clear',
        professional_lacking_tenths: 'clear',
        elective_lacking_tenths: 'clear',
        lacking_tenths: 'clear',
        relief: 'clear',
      },
    },
  ],
  certification_runs: [
    {
      purpose: 'who certified the people of a region, and who took that back',
      retention: 'record',
      columns: { by_name: 'clear', undone_by: 'clear' },
    },
  ],
  certification_outcomes: [
    {
      purpose: 'what a certification came to for a person, and why',
      retention: 'record',
      columns: { outcome: 'clear', undo: 'clear' },
    },
  ],
  obligations: [
    {
      purpose: 'what a decision took off a person’s year, and why',
      retention: 'record',
      columns: {
        months: 'clear',
        exempt: 'clear',
        total_tenths: 'clear',
        public_tenths: 'clear',
        professional_tenths: 'clear',
        elective_tenths: 'clear',
        reason: 'clear',
        end_reason: 'clear',
      },
    },
  ],
  exemptions: [
    {
      purpose: 'why a person asks that a year take less of them, and what became of it',
      retention: 'record',
      columns: {
        reason: 'clear',
        kind: 'clear',
        start_on: 'clear',
        end_on: 'clear',
        words: 'clear',
        series: 'clear',
        decision_reason: 'clear',
      },
    },
  ],
  exemption_files: [
    {
      purpose: 'the papers that prove it',
      retention: 'record',
      columns: { name: 'clear' },
    },
  ],
  exemption_events: [
    {
      purpose: 'who did what with an application, and why',
      retention: 'record',
      columns: { by_name: 'clear', reason: 'clear' },
    },
  ],
  rule_effects: [
    {
      purpose: 'showing an office whose year comes to something else by other rules',
      retention: 'record',
      columns: {
        met_before: 'clear',
        met_after: 'clear',
        lacking_before_tenths: 'clear',
        lacking_after_tenths: 'clear',
        counted_before_tenths: 'clear',
        counted_after_tenths: 'clear',
      },
    },
  ],
  year_results: [
    {
      purpose: 'how a year was computed, to be replayed',
      retention: 'record',
      columns: { result: 'clear' },
    },
  ],
}
