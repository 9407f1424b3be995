using Charity.Exceptions;
using Charity.Languages;

namespace Charity.Sandbox.Demo;

/// <summary>What donors write, in their language.</summary>
internal static class DemoWords
{
    internal static IReadOnlyList<string> Messages(Language language) => language.Code switch
    {
        "uk" => ["Тримайтеся. Ви робите важливе.", "Від нашого класу, зібрали на ярмарку.", "Дякую, що звітуєте про кожну копійку.", "Нехай стане сил усім, хто на цьому шляху."],
        "bg" => ["Благодаря ви за работата.", "От колегите от втория етаж.", "Малко, но от сърце.", "Нека догодина са още повече завършилите."],
        "mk" => ["Благодарам за вашата работа.", "Од сите нас од улицата.", "Малку, но од срце.", "Продолжете, гледаме што правите."],
        _ => ["Thank you for the clear accounts.", "From our reading group.", "Small, but every month.", "Keep going."],
    };

    /// <summary>What the treasurer writes when a finding is settled.</summary>
    internal static string ExplanationOf(ExceptionKind kind) => kind switch
    {
        ExceptionKind.EarlyFraudWarning => "Написали благодійниці, відповіді не було; пожертву повернули, поки не дійшло до оскарження.",
        ExceptionKind.NegativeStripeBalance => "Повернень за ці дні було більше, ніж пожертв; наступні пожертви покрили різницю.",
        ExceptionKind.LatePayment => "Благодійник заплатив із запізненням, удруге не платив. Усе зараховано.",
        _ => "Звірили зі Stripe й банком: гроші на місці, більше нічого робити не треба.",
    };

    internal static IReadOnlyList<string> Dedications(Language language) => language.Code switch
    {
        "uk" => ["бабусі Ганни", "наших вчителів", "дідуся Павла"],
        "bg" => ["баба Мария", "нашата учителка", "дядо Стоян"],
        "mk" => ["баба Весна", "нашата учителка", "дедо Никола"],
        _ => ["Grandmother Ruth", "our teachers", "my brother"],
    };

    internal static IReadOnlyList<(string Name, string Number)> Companies(Language language) => language.Code switch
    {
        "uk" => [("ТОВ «Зразкова пекарня»", "00000000")],
        "bg" => [("Примерна книжарница ЕООД", "000000000"), ("Образец Софт ООД", "000000000")],
        "mk" => [("Примерен Дизајн ДООЕЛ", "0000000")],
        _ => [("Sample & Daughters Ltd", "00000000")],
    };
}
