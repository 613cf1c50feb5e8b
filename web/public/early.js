/* Runs before the first paint, in whatever browser this is: plain old syntax only.
   It sets the look that was chosen last, and tells a browser that is too old what to use instead. */
;(function () {
  var root = document.documentElement
  var stored = function (name) {
    try {
      return window.localStorage.getItem(name)
    } catch (blocked) {
      return null
    }
  }
  var dark = window.matchMedia && window.matchMedia('(prefers-color-scheme: dark)').matches
  root.setAttribute('data-theme', stored('xueshi.theme') || (dark ? 'dark' : 'light'))
  root.setAttribute('data-size', stored('xueshi.size') || 'normal')

  // Modules, and a method that came to each engine shortly before the oldest version we build for.
  var ready =
    'noModule' in document.createElement('script') &&
    typeof String.prototype.replaceAll === 'function' &&
    typeof window.ResizeObserver === 'function'
  if (ready) return
  var tell = function () {
    // What the server wrote for browsers without scripts, such as how a certificate stands, stays.
    var plain = document.getElementById('plain-page')
    document.body.innerHTML =
      (plain ? plain.outerHTML : '') +
      '<div class="old-browser"><h1>请更换浏览器后使用本系统</h1>' +
      '<p>您的浏览器版本较旧，无法安全地打开本系统。请使用以下任意一种浏览器的新版本：</p><ul>' +
      '<li>谷歌浏览器（Chrome）87 及以上，或微软 Edge</li>' +
      '<li>360、QQ、搜狗浏览器：请切换到“极速模式”</li>' +
      '<li>火狐浏览器（Firefox）91 及以上</li>' +
      '<li>苹果 Safari 14 及以上，或手机微信</li></ul>' +
      '<p>需要帮助请拨打服务热线 12333。</p></div>'
  }
  if (document.addEventListener) document.addEventListener('DOMContentLoaded', tell)
  else window.attachEvent('onload', tell)
})()
