// The tables of an atlas from placed mentions, one after the other: what is told twice is one, what contradicts is
// reported with both sources. May begin with the tables of an atlas there is. Not geocoding, not links.
#pragma once

#include "atlas/atlas.hpp"
#include "base/report.hpp"
#include "ingest/merge.hpp"
#include "ingest/programme_file.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace cityweave::ingest {

/// The memberships of an atlas as mentions at their places, source by source in reading order. What a source said and the
/// atlas does not keep is lost: positions of towns the gazetteer knows, names and sources of those who told it again.
[[nodiscard]] std::vector<PlacedMention> retold(const atlas::Atlas& atlas);

/// Each step is O(log n) in what was told before, but for the memberships of one network at one place.
class Assembler {
public:
    /// Knows the clusters and networks of the programme file. All that is given outlives the assembler.
    explicit Assembler(const ProgrammeFile& programme);

    /// Before anything is added: the clusters, networks, places and memberships of `former` come first, in its order.
    /// Where the programme file has another name or cluster for them, it wins, and contradictions are reported.
    /// `told` is what retold() gives for it, `entries` what will be added.
    void begin(const atlas::Atlas& former, std::span<const PlacedMention> told, std::span<const PlacedMention> entries);
    /// The same for a new atlas.
    void begin(std::span<const PlacedMention> entries);

    void add(const PlacedMention& entry);
    /// A point that the atlas there was has already, from the same source, is passed over.
    void add(const PagePointMention& point);

    [[nodiscard]] atlas::AtlasParts take_parts() { return std::move(parts_); }
    [[nodiscard]] base::Report take_report() { return std::move(report_); }

private:
    struct Lead {
        atlas::PlaceId place;
        const Mention* told;
    };
    using Rows = std::vector<std::size_t>;

    atlas::ClusterId add_cluster(atlas::Cluster cluster);
    std::vector<atlas::ClusterId> add_clusters_of(const atlas::Atlas& former);
    void add_networks_of(const atlas::Atlas& former, const std::vector<atlas::ClusterId>& clusters);
    void add_former(const PlacedMention& told);
    [[nodiscard]] std::string key_of(const std::string& name) const;
    void find_misspelt(std::span<const atlas::Network> former, std::span<const PlacedMention> entries);
    std::optional<atlas::NetworkId> network_of(const Mention& mention);
    [[nodiscard]] const Mention& first_spelling(const std::string& key, const Mention& mention) const;
    void begin_network(const Mention& mention, const KnownNetwork* known);
    void settle_cluster(atlas::NetworkId id, const Mention& mention);
    std::optional<atlas::ClusterId> cluster_of(const Mention& mention);
    atlas::PlaceId add_place(const atlas::Place& place);
    void add_membership(atlas::NetworkId network, atlas::PlaceId place, const PlacedMention& entry);
    std::size_t add_row(atlas::NetworkId network, atlas::PlaceId place, const PlacedMention& entry);
    [[nodiscard]] std::optional<std::size_t> row_of(const Rows& here, const Mention& mention) const;
    void compare_facts(atlas::NetworkId network, const Mention& mention);
    void compare_with_former(atlas::NetworkId network, atlas::PlaceId place, const Mention& mention);
    void compare_roles(std::size_t row, const Mention& mention);
    void make_lead(std::size_t row, const Mention& mention);
    [[nodiscard]] std::string teller(const Mention& mention) const;

    const ProgrammeFile& programme_;
    std::span<const PlacedMention> former_; ///< what the atlas there was told
    atlas::AtlasParts parts_;
    base::Report report_;
    std::map<std::string, atlas::ClusterId> clusters_;
    std::map<std::string, const KnownNetwork*> known_;
    std::map<std::string, atlas::NetworkId> networks_;
    std::map<std::uint64_t, atlas::PlaceId> places_;
    std::map<std::pair<atlas::NetworkId, atlas::PlaceId>, Rows> by_network_place_;
    std::vector<std::vector<const Mention*>> told_; ///< by row of memberships: who tells it
    std::map<atlas::NetworkId, Lead> leads_;
    std::map<std::string, std::string> misspelt_;      ///< keys of networks, to the right ones
    std::map<std::string, const Mention*> first_told_; ///< by key; filled where some are misspelt
    std::map<atlas::NetworkId, const Mention*> cluster_told_;
    std::map<std::pair<atlas::NetworkId, std::string>, const Mention*> country_told_;
    std::map<std::pair<atlas::NetworkId, std::string>, const Mention*> position_told_;
    std::map<std::pair<atlas::NetworkId, std::string>, Rows> former_rows_; ///< memberships of the atlas there was, by partner
    std::set<std::pair<atlas::NetworkId, atlas::ClusterId>> contradicted_;
    /// Of the atlas there was: source, line, label, longitude, latitude.
    std::set<std::tuple<std::string, int, std::string, double, double>> points_;
};

} // namespace cityweave::ingest
