/** 单位用户注册, from the account of whoever registers the unit to its approval. */
export const unitSteps = ['经办人账号', '单位信息', '上传证照并提交', '人社部门审核'] as const
