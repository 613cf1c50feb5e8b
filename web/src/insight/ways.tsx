import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import { formatHours } from '@xueshi/contract/hours'
import { readWays, type Way, type WayByClass, type WayByForm } from '@xueshi/contract/insight/ways'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Link } from '../ui/link.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Tag } from '../ui/status.tsx'
import './ways.css'

/** The shortest way to close a year: classes that fit, and what may be declared. Nothing where nothing is lacking. */
export function Ways({ year }: { year: string }) {
  const read = useRead(readWays, { params: { year } }, { enabled: year !== '' })
  // It is help beside the year, which says itself why it cannot be read.
  if (!read.data || read.data.items.length === 0) return null
  return (
    <Card title="怎样补齐">
      <div className="ways">
        {read.data.items.map((way) => (
          <ToClose key={way.category ?? 'any'} way={way} />
        ))}
      </div>
    </Card>
  )
}

function ToClose({ way }: { way: Way }) {
  const { category, lackingTenths, classes } = way
  const words = category === null ? '任一类型' : categoryText[category]
  return (
    <section className="way" aria-label={`补齐${words}`}>
      <h3>{`${words}还差 ${formatHours(lackingTenths)} 学时`}</h3>
      {classes.length === 0 ? (
        <p>现在没有您可以报名的培训班。</p>
      ) : (
        <ul>
          {classes.map((one) => (
            <ByClass key={one.id} one={one} closes={one.hoursTenths >= lackingTenths} />
          ))}
        </ul>
      )}
      <Row>
        <Link to={paths.openClasses(category ?? undefined)}>
          {category === null ? '全部培训班' : `全部${words}培训班`}
        </Link>
        {category === 'public' && <Link to={paths.topicCatalogue()}>公需课目录</Link>}
      </Row>
      <ByForms way={way} />
    </section>
  )
}

function ByClass({ one, closes }: { one: WayByClass; closes: boolean }) {
  const { id, name, institutionName, startsOn, hoursTenths, free } = one
  const facts = [
    institutionName,
    `${startsOn} 开班`,
    `${formatHours(hoursTenths)} 学时`,
    free > 0 ? `余 ${free} 个名额` : '名额已满，可候补',
  ]
  return (
    <li>
      <Link to={paths.openClass(id)}>{name}</Link> {closes && <Tag>可以补齐</Tag>}
      <span className="way-fact">{facts.join('，')}</span>
    </li>
  )
}

const shown = 4

/** What the person may have done already, and only has to declare. */
function ByForms({ way: { category, forms } }: { way: Way }) {
  if (forms.length === 0) return <p className="way-fact">本年度的申报时间已过。</p>
  return (
    <>
      <p>已经学过或有成果的，可以申报：</p>
      <ul className="way-forms">
        {forms.slice(0, shown).map((form) => (
          <li key={form.code}>
            <Link to={paths.newDeclaration({ form: form.code, category: category ?? undefined })}>
              {learningFormLabel(form.code) ?? form.code}
            </Link>
            {leftOf(form)}
          </li>
        ))}
        {forms.length > shown && (
          <li>
            <Link to={paths.newDeclaration({ category: category ?? undefined })}>其他学习形式</Link>
          </li>
        )}
      </ul>
    </>
  )
}

/** What its yearly cap leaves. */
const leftOf = ({ leftTenths }: WayByForm) =>
  leftTenths === null ? null : (
    <span className="field-hint">{`（还可计 ${formatHours(leftTenths)}）`}</span>
  )
