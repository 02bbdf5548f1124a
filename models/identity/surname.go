package identity

import "strings"

// compoundSurnames are the surnames of two characters (复姓) in use; a name that is not longer than the surname counts as simple.
var compoundSurnames = func() map[string]bool {
	set := map[string]bool{}
	for _, s := range strings.Fields(`
		欧阳 司马 上官 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 司空 司寇 东方 西门 南宫 东郭 南门 独孤 轩辕
		端木 百里 呼延 鲜于 闾丘 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 赫连 公羊 闻人 万俟 太史 拓跋 夹谷
		宰父 谷梁 段干 漆雕 乐正 壤驷 公良 亓官 巫马 公西 颛孙 子车 羊舌 微生 梁丘 左丘 第五 即墨 达奚 褚师 纳兰 完颜 耶律`) {
		set[s] = true
	}
	return set
}()
