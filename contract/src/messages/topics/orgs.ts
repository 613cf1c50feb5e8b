import { called, plain, posted, safety, type TopicTexts } from './topic-text.ts'

export const unitTopics = {
  'apiKey.blocked': {
    title: '接口密钥已被停用',
    text: '系统管理员停用了接口密钥“{name}”，原因：{reason} 需要继续上报时，请新建密钥并交给学习平台。',
    ...called,
  },
  'unit.submitted': {
    title: '有单位等待审核',
    text: '{unitName} 提交了单位注册，请审核。',
    ...plain,
  },
  'unit.approved': {
    title: '单位注册已通过',
    text: '{unitName} 的注册已由 {office} 审核通过，可以办理单位业务了。',
    ...called,
  },
  'unit.returned': {
    title: '单位注册被退回',
    text: '{unitName} 的注册被 {office} 退回，原因：{reason} 请修改后重新提交。',
    ...called,
  },
  'unit.rejected': {
    title: '单位注册未通过',
    text: '{office} 没有同意 {unitName} 的注册，原因：{reason} 该单位的代码可以重新注册。',
    ...called,
  },
  'unit.merged': {
    title: '单位已并入已有单位',
    text: '{unitName} 已由 {office} 并入 {intoName}。已为您向该单位提出加入申请，由其管理员决定。',
    ...called,
  },
  'unit.opened': {
    title: '您的工作单位已通过注册',
    text: '{unitName} 已通过注册审核，将由其经办人确认您的信息。',
    ...posted,
  },
  'unit.moved': {
    title: '您的工作单位已并入其他单位',
    text: '{unitName} 已并入 {intoName}，您的信息已转由该单位确认。',
    ...posted,
  },
  'unit.changeAsked': {
    title: '有单位申请变更信息',
    text: '{unitName} 申请变更单位信息，请在“单位审核”中处理。',
    ...plain,
  },
  'unit.changed': {
    title: '单位信息变更已通过',
    text: '{office} 同意了 {unitName} 的变更申请，现名称为 {newName}。',
    ...plain,
  },
  'unit.changeRefused': {
    title: '单位信息变更未通过',
    text: '{office} 没有同意 {unitName} 的变更申请，原因：{reason}',
    ...plain,
  },
  'unit.corrected': {
    title: '单位信息已更正',
    text: '{office} 更正了 {unitName} 的单位信息，现名称为 {newName}。说明：{reason}',
    ...plain,
  },
  'unit.suspended': {
    title: '单位已暂停办理业务',
    text: '{office} 暂停了 {unitName} 办理业务，原因：{reason}',
    ...called,
  },
  'unit.lifted': {
    title: '单位已恢复办理业务',
    text: '{office} 恢复了 {unitName} 办理业务。说明：{reason}',
    ...called,
  },
  'unit.closed': {
    title: '单位已注销',
    text: '{office} 注销了 {unitName}，您不再办理该单位的业务。原因：{reason}',
    ...called,
  },
  'unit.handedOver': {
    title: '您已成为单位管理员',
    text: '{office} 根据公函将 {unitName} 移交给您管理，可以切换到该单位的业务了。',
    ...called,
  },
  'unit.newManager': {
    title: '单位管理员已更换',
    text: '{office} 根据公函将本单位移交给 {personName} 管理。',
    ...plain,
  },
  'unit.hosting': {
    title: '已认定为人才服务机构',
    text: '{office} 已认定 {unitName} 为人才服务机构，可以接受没有工作单位的人员挂靠。说明：{reason}',
    ...plain,
  },
  'unit.hostingEnded': {
    title: '不再是人才服务机构',
    text: '{office} 取消了 {unitName} 的人才服务机构认定，不再接受新的挂靠，已挂靠的人员不受影响。原因：{reason}',
    ...plain,
  },
  'subUnit.asked': {
    title: '有单位申请成为下级单位',
    text: '{unitName} 申请成为本单位的下级单位，请管理员在“下级单位”中处理。',
    ...plain,
  },
  'subUnit.accepted': {
    title: '主管单位已同意',
    text: '{parentName} 已同意本单位成为其下级单位。',
    ...plain,
  },
  'subUnit.refused': {
    title: '主管单位没有同意',
    text: '{parentName} 没有同意本单位成为其下级单位。',
    ...plain,
  },
  'subUnit.released': {
    title: '已解除上下级关系',
    text: '{unitName} 与 {parentName} 已解除上下级关系。',
    ...plain,
  },
  'accreditation.applied': {
    title: '有机构申请施教机构资质',
    text: '{unitName} 的施教机构资质申请等待办理，请在“机构资质审核”中处理。',
    ...plain,
  },
  'accreditation.returned': {
    title: '资质申请被退回',
    text: '{office} 退回了 {unitName} 的施教机构资质申请，原因：{reason}',
    ...plain,
  },
  'accreditation.refused': {
    title: '资质申请未通过',
    text: '{office} 没有认定 {unitName} 的施教机构资质，原因：{reason}',
    ...plain,
  },
  'accreditation.approved': {
    title: '施教机构资质已批准',
    text: '{unitName} 已取得施教机构资质 {number}，有效期至 {validTo}。管理员可以切换到施教业务。',
    ...plain,
  },
  'accreditation.suspended': {
    title: '施教机构资质已暂停',
    text: '{office} 暂停了施教机构资质 {number}，原因：{reason}',
    ...plain,
  },
  'accreditation.lifted': {
    title: '施教机构资质已恢复',
    text: '{office} 恢复了施教机构资质 {number}。说明：{reason}',
    ...plain,
  },
  'accreditation.revoked': {
    title: '施教机构资质已撤销',
    text: '{office} 撤销了施教机构资质 {number}，原因：{reason}',
    ...plain,
  },
  'accreditation.ending': {
    title: '施教机构资质即将到期',
    text: '施教机构资质 {number} 将于 {validTo} 到期，需要继续施教的，请在“机构资质”中申请换证。',
    ...plain,
  },
  'accreditation.expired': {
    title: '施教机构资质已到期',
    text: '施教机构资质 {number} 已到期，不能再提交新的课程和培训班。',
    ...plain,
  },
  'office.opened': {
    title: '您已成为部门管理员',
    text: '{office} 设立了 {unitName}，由您管理，可以切换到该部门的业务了。',
    ...called,
  },
  'staff.ended': {
    title: '员工账号已停用',
    text: '{unitName} 已停用您的员工账号，您不再办理该单位的业务。',
    ...posted,
  },
  'staff.revoked': {
    title: '角色已被收回',
    text: '安全管理员收回了您在 {unitName} 的身份，您不再办理相应的业务。原因：{reason}',
    ...safety,
  },
  'staff.level': {
    title: '员工身份已变更',
    text: '您在 {unitName} 的身份现为{level}。',
    ...posted,
  },
  'staff.left': {
    title: '有员工不再办理本单位业务',
    text: '{personName} 不再办理本单位的业务，员工账号已停用。',
    ...plain,
  },
  'staff.invited': {
    title: '邀请您成为员工账号',
    text: '{unitName} 邀请您办理其业务，请在 {until} 前登录，在“收到的邀请”中答复。',
    ...called,
  },
  'staff.linked': {
    title: '邀请您成为员工账号',
    text: '{name}，您好：{unitName} 邀请您在广东省专业技术人员继续教育管理系统办理其业务。请在 {until} 前打开 {link} 答复；没有账号的，请先用本人姓名注册。如非本人，请忽略。',
    ...safety,
  },
  'staff.joined': {
    title: '员工邀请已接受',
    text: '{personName} 已接受邀请，可以办理本单位的业务了。',
    ...plain,
  },
  'staff.declined': {
    title: '员工邀请被谢绝',
    text: '{personName} 谢绝了本单位的员工邀请。',
    ...plain,
  },
  'deputy.named': {
    title: '请您代办同事的业务',
    text: '{fromOn} 至 {toOn}，{awayName} 在 {unitName} 的业务由您代办。',
    ...posted,
  },
  'deputy.arranged': {
    title: '已为您安排代办人',
    text: '{fromOn} 至 {toOn}，您在 {unitName} 的业务由 {deputyName} 代办。',
    ...posted,
  },
  'deputy.ended': {
    title: '代办已结束',
    text: '{awayName} 在 {unitName} 的业务不再由 {deputyName} 代办。',
    ...posted,
  },
  'join.applied': {
    title: '有人申请加入本单位',
    text: '{personName} 申请成为本单位的经办人，请管理员在“员工账号”中处理。',
    ...plain,
  },
  'join.accepted': {
    title: '加入申请已同意',
    text: '{unitName} 已同意您加入，可以切换到单位业务了。',
    ...posted,
  },
  'join.refused': {
    title: '加入申请未获同意',
    text: '{unitName} 没有同意您的加入申请，原因：{reason}',
    ...posted,
  },
} as const satisfies TopicTexts
