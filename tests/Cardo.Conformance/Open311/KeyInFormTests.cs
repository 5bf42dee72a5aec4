namespace Cardo.Conformance.Open311;

/// <summary>GeoReport v2, "api_key": who sends it where the standard has it. A city of its own, since strangers' writes are counted here.</summary>
public sealed class KeyInFormTests(Open311City city) : IClassFixture<Open311City>
{
    async Task<int> Report(string key) => (await city.Post("requests.json", ("api_key", key), ("service_code", "waste"), ("lat", "31.3"), ("long", "120.6"))).Status;

    // GeoReport has programs bring their key as a field of the form: who does is no stranger, and not held to a stranger's
    // ten writes a second (fifty at once).
    [Fact]
    public async Task A_program_with_a_key_in_its_form_is_not_slowed_down_and_one_with_a_wrong_key_is()
    {
        for (var i = 0; i < 120; i++) (await Report(city.Key)).ShouldBe(200);
        var answers = new List<int>();
        while (answers.Count < 2000 && !answers.Contains(429)) answers.Add(await Report("nonsense"));
        answers.ShouldAllBe(s => s == 403 || s == 429);
        answers.ShouldContain(429);
        (await Report(city.Key)).ShouldBe(200);
        using var query = new FormUrlEncodedContent([KeyValuePair.Create("service_code", "waste"), KeyValuePair.Create("lat", "31.3"), KeyValuePair.Create("long", "120.6")]);
        ((int)(await city.Http.PostAsync("requests.json?api_key=" + city.Key, query, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(200);
    }
}
