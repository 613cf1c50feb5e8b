import { Card, Page } from '../ui/page.tsx'

/** 无障碍声明: what was done, what is known to lack, whom to ask. */
export default function Accessibility() {
  return (
    <Page
      title="无障碍声明"
      width="form"
      lead="本系统希望每一位专业技术人员都能独立办理继续教育业务。"
    >
      <Card title="我们做了什么">
        <ul className="bullets">
          <li>按照《网页内容无障碍指南》2.2 版 AA 级要求设计，每个页面都经过自动检查。</li>
          <li>全部功能都可以只用键盘完成，当前位置有清晰的黄色焦点框。</li>
          <li>页首提供“大字版”和“深色”，选择会保存在您的浏览器中；页面放大到 200% 仍可使用。</li>
          <li>状态同时用图标、文字和颜色表示，图表旁边都有数据表格。</li>
          <li>验证码除图片外另有一种方式，供看不清图片的用户使用。</li>
        </ul>
      </Card>
      <Card title="还有哪些不足">
        <p>用户上传的证明材料可能是扫描图片，读屏软件无法读出其中的文字。</p>
      </Card>
      <Card title="遇到困难时">
        <p>请拨打服务热线 12333，说明您所在的页面和遇到的问题，工作人员会协助您办理。</p>
      </Card>
    </Page>
  )
}
