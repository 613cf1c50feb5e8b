import { lazy, Suspense } from 'react'
import { SignIn } from '../accounts/sign-in.tsx'
import { publicPaths } from '../public-paths.ts'
import { Link } from '../ui/link.tsx'
import { Card, useTitle } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './home-public.css'

// It stands at the end of the page: its code comes after what stands above it.
const VerifyForm = lazy(() =>
  import('../certificates/verify-form.tsx').then((module) => ({ default: module.VerifyForm })),
)

/** 首页 of the public: what the system is for, the way in, a certificate's verification, the yearly rule. */
export default function HomePublic() {
  useTitle('首页')
  return (
    <div className="home">
      <div className="home-lead">
        <h1 tabIndex={-1}>继续教育，一站办理</h1>
        <p>
          全省专业技术人员在这里申报继续教育，单位和人社部门在这里审核认定，学时满足要求后即可打印年度证书。
        </p>
      </div>
      <div className="home-way-in">
        <SignIn title="登录" />
      </div>
      <div className="home-rest">
        <div className="home-blocks">
          {blocks.map(({ title, lines }) => (
            <Card key={title} title={title}>
              <ul className="bullets">
                {lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </Card>
          ))}
        </div>
        <YearRule />
        <Card title="验证证书">
          <p>
            看到一份继续教育证书，想知道真假：填写证书号和持证人姓名，不需要登录。也可以
            <Link to={publicPaths.verify()}>打开证书验证页</Link>。
          </p>
          <Suspense fallback={<Skeleton lines={8} silent />}>
            <VerifyForm />
          </Suspense>
        </Card>
      </div>
    </div>
  )
}

const blocks = [
  {
    title: '个人',
    lines: [
      '注册账号，填写基本信息，绑定工作单位',
      '申报学习记录，上传证明材料',
      '看清每年还差多少，达标后打印证书',
    ],
  },
  {
    title: '单位',
    lines: ['确认本单位的专业技术人员', '对照证明材料审核学时', '按类别认定，退回的说明原因'],
  },
  {
    title: '验证',
    lines: ['扫证书上的二维码', '或者填写证书号和姓名', '当场知道有效、撤销还是查无此证'],
  },
] as const

/** The rule in force since 2021, in whole hours: the first page does without the arithmetic of tenths. */
const kinds = [
  { name: '公需课', hours: 30, tone: 'first' },
  { name: '专业课', hours: 42, tone: 'second' },
  { name: '个人选修课', hours: 18, tone: 'third' },
] as const
const total = kinds.reduce((sum, { hours }) => sum + hours, 0)

/** 90 = 30 + 42 + 18, as one bar in three parts and as words. */
function YearRule() {
  const from = kinds.map((_, at) => kinds.slice(0, at).reduce((sum, { hours }) => sum + hours, 0))
  return (
    <Card title={`每年不少于 ${total} 学时`}>
      <svg
        className="rule-bar"
        viewBox={`0 0 ${total} 40`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {kinds.map(({ name, hours, tone }, at) => (
          <rect key={name} className={`rule-${tone}`} x={from[at]} width={hours} height="40" />
        ))}
      </svg>
      <ul className="rule-kinds">
        {kinds.map(({ name, hours, tone }) => (
          <li key={name}>
            <span className={`rule-dot-${tone}`} aria-hidden="true" />
            {`${name} `}
            <strong>{`${hours} 学时`}</strong>
          </li>
        ))}
      </ul>
      <p className="home-note">
        自 2021 年起执行。三类学时分别计算，不能互相替代；超出的部分不结转到下一年。
      </p>
    </Card>
  )
}
