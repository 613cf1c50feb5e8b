/** Where one stands in a form of several steps. */
export function Steps({ steps, current }: { steps: readonly string[]; current: number }) {
  return (
    <nav className="steps" aria-label="步骤">
      <p className="steps-count">{`第 ${current + 1} 步，共 ${steps.length} 步`}</p>
      <ol>
        {steps.map((step, at) => (
          <li
            key={step}
            className={at < current ? 'step step-done' : 'step'}
            aria-current={at === current ? 'step' : undefined}
          >
            <span className="step-number" aria-hidden="true">
              {at + 1}
            </span>
            {step}
            {at < current && <span className="unseen">（已完成）</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
