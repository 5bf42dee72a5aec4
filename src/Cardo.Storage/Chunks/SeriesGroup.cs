namespace Cardo.Storage.Chunks;

/// <summary>
/// The series of one entity. They are mostly written together, so they are sealed together and share their moments;
/// one lock guards what all of them hold in memory.
/// </summary>
internal sealed class SeriesGroup(string tenant, string entity)
{
    volatile SeriesHandle[] members = [];

    public string Tenant { get; } = tenant;

    public string Entity { get; } = entity;

    /// <summary>What the entity is and where it stands, as it was last described.</summary>
    public Label Label { get; set; } = Label.None;

    /// <summary>In the order of their ids.</summary>
    public SeriesHandle[] Members => members;

    public Lock Sync { get; } = new();

    public SeriesHandle? Find(string attribute, string dataset)
    {
        foreach (var member in members)
            if (member.Name.Attribute == attribute && member.Name.DatasetId == dataset) return member;
        return null;
    }

    public SeriesHandle? Member(int id)
    {
        foreach (var member in members)
            if (member.Id == id) return member;
        return null;
    }

    public void Add(SeriesHandle member) => members = [.. members, member];
}
