namespace Cardo.Standards.NgsiLd.Query;

/// <summary>A parsed condition over an entity: immutable, for any number of threads and uses.</summary>
public interface IEntityFilter
{
    bool Matches(Entity entity);
}
