using Cardo.Cases;
using Cardo.Identity;
using Cardo.Kernel;

namespace Cardo.Tests.Cases;

/// <summary>Pages without scripts, and what people send that they should not.</summary>
public class PagesTests
{
    static (string, string)[] Lamp(params (string, string)[] more) =>
        [("service", "street-light"), ("asked", "street-light"), ("words", "dark since <b>yesterday</b>"), ("address", "5 River Street"), ("lat", "30.25"), ("lon", "123.2"), ("client", Ids.System.Secret()), .. more];

    [Fact]
    public async Task A_neighbour_sees_the_likely_case_and_supports_it_and_a_photo_is_not_asked_for_twice()
    {
        await using var city = await CasesCity.Start();
        using var resident = city.Visit();
        (await resident.Get("/report")).Body.ShouldContain("What do you see?");
        var first = await resident.Send("/report", "/report", Lamp(("email", "me@example.org")), ("photos", "lamp.jpg", PicturesTests.Jpeg()));
        first.Status.ShouldBe(302);
        var track = (await resident.Get(first.Location!)).Body;
        track.ShouldContain("Thank you. It was taken.");
        track.ShouldContain("Street lighting has it.");
        track.ShouldContain("dark since <b>yesterday</b>", customMessage: "as text");
        track.ShouldNotContain("me@example.org");

        using var neighbour = city.Visit();
        var again = await neighbour.Send("/report", "/report", Lamp(), ("photos", "x.jpg", PicturesTests.Jpeg()));
        again.Status.ShouldBe(200);
        again.Body.ShouldContain("Is it one of these?");
        again.Body.ShouldContain("Case 1</a> Street light is out dark since", customMessage: "what it is stands before its words, which may be none");
        var kept = System.Text.RegularExpressions.Regex.Match(again.Body, "name=\"kept\" value=\"([^\"]+)\"").Groups[1].Value;
        var supported = await neighbour.Send("/report", "/report", Lamp(("joins", "1"), ("kept", kept), ("kept", kept.Replace('a', 'b'))));
        supported.Location!.ShouldStartWith("/cases/1?m=");
        city.Get<CaseDesk>().Find(1)!.ShouldSatisfyAllConditions(c => c.Matters.ShouldBe(2), c => c.Supports.ShouldBe(1));
        city.Get<CaseDesk>().MattersOf(1)[1].Media.Count.ShouldBe(1, "a note that was not sealed here names nothing");
        (await neighbour.Send("/report", "/report", Lamp(("sure", "1")))).Location!.ShouldStartWith("/cases/2?");
        // A reporter's picture is for who holds the link.
        var hash = city.Get<CaseDesk>().MattersOf(1)[0].Media[0].Hash;
        (await neighbour.Get($"/cases/1/media/{hash}")).Status.ShouldBe(404);
        (await resident.Get($"/cases/1/media/{hash}?{first.Location!.Split('?')[1]}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_should_not_be_sent_is_refused_in_the_readers_language_and_nothing_is_lost()
    {
        await using var city = await CasesCity.Start();
        using var reader = city.Visit(lang: "zh-CN");
        (string, string)[] With(string name, string value) => [.. Lamp().Select(f => f.Item1 == name ? (name, value) : f)];
        foreach (var (form, said) in new[] { (With("service", "nope"), "没有这个事项"), (With("service", ""), "请从列表中选择事项"), (With("lat", "10"), "不在本市范围内"), (With("lon", "abc"), "坐标不正确"), (Lamp(("email", "nobody")), "电子邮箱不正确") })
        {
            var (status, body, _) = await reader.Send("/report", "/report", form);
            status.ShouldBeInRange(400, 404);
            body.ShouldContain(said);
            body.ShouldContain("dark since <b>yesterday</b>");
        }
        var exe = await reader.Send("/report", "/report", Lamp(), ("photos", "holiday.jpg", [.. "MZ\u0090 not a picture"u8]));
        exe.Status.ShouldBe(415);
        exe.Body.ShouldContain("与文件名无关");
        var huge = await reader.Send("/report", "/report", Lamp(), ("photos", "huge.jpg", new byte[20_000_000]));
        huge.Status.ShouldBe(413);
        huge.Body.ShouldContain("照片过大");
        huge.Body.ShouldContain("dark since <b>yesterday</b>");
        city.Get<CaseDesk>().Board.LastNumber.ShouldBe(0);
    }

    [Fact]
    public async Task A_link_of_somebody_else_and_a_form_sent_twice_change_nothing()
    {
        await using var city = await CasesCity.Start();
        using var resident = city.Visit();
        var form = Lamp();
        var first = await resident.Send("/report", "/report", form);
        (await resident.Send("/report", "/report", form)).Location!.Split('&')[0].ShouldBe(first.Location!.Split('&')[0], "the same report");
        city.Get<CaseDesk>().Board.LastNumber.ShouldBe(1);
        var desk = city.Get<CaseDesk>();
        await desk.Do(new FinishTask(1, "t1") { By = CasesHouse.Duty });
        var matter = desk.MattersOf(1)[0].Id;
        (await resident.Send(first.Location!, "/cases/1/answer", [("m", matter), ("t", "0000000000"), ("yes", "1")])).Status.ShouldBe(403);
        using var stranger = city.Visit();
        (await stranger.Get($"/cases/1?m={matter}&t=wrong")).Body.ShouldNotContain("Is it fixed?");
        for (var i = 0; i < 2; i++) (await resident.Send("/report", "/cases/1/answer", [("m", matter), ("t", desk.TrackingToken(matter)), ("yes", "0")])).Location!.ShouldContain("done=no");
        desk.Find(1)!.Reopened.ShouldBe(1);
    }

    [Fact]
    public async Task A_flood_from_one_address_is_held_back_and_says_when_to_come_again()
    {
        await using var city = await CasesCity.Start();
        using var flood = new HttpClient { BaseAddress = new Uri(city.Url) };
        var answers = new List<System.Net.HttpStatusCode>();
        for (var i = 0; i < 80; i++)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("service_code", "waste")]);
            using var answer = await flood.PostAsync("/open311/v2/requests.json", form, TestContext.Current.CancellationToken);
            answers.Add(answer.StatusCode);
            if (answer.StatusCode == System.Net.HttpStatusCode.TooManyRequests) answer.Headers.RetryAfter.ShouldNotBeNull();
        }
        answers.ShouldContain(System.Net.HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_desk_is_for_staff_and_contact_data_for_the_department()
    {
        await using var city = await CasesCity.Start();
        using var resident = city.Visit();
        await resident.Send("/report", "/report", Lamp(("phone", "13800138000"), ("name", "Chen Wei")));
        (await resident.Get("/desk")).Status.ShouldBeOneOf(302, 401);
        city.Get<CaseDesk>().SetUnit("lin", "lighting").Ok.ShouldBeTrue();
        city.Get<CaseDesk>().SetUnit("roa", "roads").Ok.ShouldBeTrue();
        using var lighting = city.Visit(city.Key("lin", Scopes.CasesWork));
        using var roads = city.Visit(city.Key("roa", Scopes.CasesWork));
        using var audit = city.Visit(city.Key("aud", Scopes.CasesAudit));
        (await lighting.Get("/desk")).Body.ShouldContain("/desk/cases/1");
        (await roads.Get("/desk")).Body.ShouldNotContain("/desk/cases/1");
        (await lighting.Get("/desk/cases/1")).Body.ShouldContain("13800138000");
        (await roads.Get("/desk/cases/1")).Body.ShouldNotContain("13800138000");
        (await audit.Get("/desk/cases/1")).Body.ShouldNotContain("13800138000");
        // Another department's page of the case offers nothing; who sends it all the same, with another page's token, is refused.
        (await roads.Send("/desk/new", "/desk/cases/1", [("verb", "dispatch"), ("unit", "roads")])).Location!.ShouldContain("error=");
        (await lighting.Send("/desk/cases/1", "/desk/cases/1", [("verb", "dispatch"), ("unit", "roads"), ("reason", "the post is theirs")])).Location.ShouldBe("/desk/cases/1");
        (await lighting.Get("/desk/cases/1")).Body.ShouldContain("13800138000", customMessage: "it still has a task there");
        foreach (var page in new[] { "/desk/new", "/desk/board", "/crew", "/crew/1/t2" }) (await roads.Get(page)).Status.ShouldBe(200, page);
    }
}
