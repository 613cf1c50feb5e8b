/** The way of a request, for its person. */
export const steps = ['填写申请', '上传证明材料并提交', '人社部门审核'] as const
