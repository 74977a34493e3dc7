#include "render/archive_facts.hpp"

#include "render/css_color.hpp"

#include <algorithm>

namespace cityweave::render {

namespace {

using base::Json;

std::string text_of(const Json& object, std::string_view key) {
    const Json* member = object.find(key);
    return member != nullptr && member->string() != nullptr ? *member->string() : std::string();
}

/// What `read` makes of each object in an array; nothing where there is no array.
template <class F>
void for_each_object(const Json& block, std::string_view key, F read) {
    const Json* list = block.find(key);
    if (list == nullptr || list->array() == nullptr) return;
    for (const Json& item : *list->array()) {
        if (item.object() != nullptr) read(item);
    }
}

ClusterFacts cluster_of(const Json& item) {
    ClusterFacts cluster{.id = text_of(item, "id"), .name = text_of(item, "name"), .names = {}, .hue = {}, .shape = MarkShape::circle};
    if (const Json* names = item.find("names"); names != nullptr && names->object() != nullptr) {
        for (const auto& [lang, name] : *names->object()) {
            if (name.string() != nullptr) cluster.names.emplace_back(lang, *name.string());
        }
    }
    if (cluster.name.empty()) cluster.name = cluster.names.empty() ? cluster.id : cluster.names.front().second;
    if (const auto hue = parse_css_color(text_of(item, "hue"))) cluster.hue = to_color(*hue);
    cluster.shape = shape_of(text_of(item, "shape")).value_or(MarkShape::circle);
    return cluster;
}

template <class T>
const T* find_by_id(const std::vector<T>& list, std::string_view id) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const T& item) { return item.id == id; });
    return found == list.end() ? nullptr : &*found;
}

} // namespace

ArchiveFacts read_archive_facts(const Json& block) {
    ArchiveFacts facts;
    if (const Json* programme = block.find("programme")) facts.programme = text_of(*programme, "name");
    facts.crs = text_of(block, "crs");
    for_each_object(block, "clusters", [&](const Json& item) { facts.clusters.push_back(cluster_of(item)); });
    for_each_object(block, "networks", [&](const Json& item) {
        facts.networks.push_back({.id = text_of(item, "id"), .name = text_of(item, "name"), .cluster = text_of(item, "cluster")});
    });
    for_each_object(block, "sources", [&](const Json& item) {
        facts.sources.push_back({.layer = text_of(item, "layer"), .text = text_of(item, "text"), .licence = text_of(item, "licence")});
    });
    if (const Json* notes = block.find("disclaimers"); notes != nullptr && notes->array() != nullptr) {
        for (const Json& note : *notes->array()) {
            if (note.string() != nullptr) facts.disclaimers.push_back(*note.string());
        }
    }
    return facts;
}

const ClusterFacts* ArchiveFacts::cluster(std::string_view id) const {
    return find_by_id(clusters, id);
}

const NetworkFacts* ArchiveFacts::network(std::string_view id) const {
    return find_by_id(networks, id);
}

std::vector<MarkCluster> ArchiveFacts::mark_clusters() const {
    std::vector<MarkCluster> looks;
    for (const ClusterFacts& c : clusters) looks.push_back({.id = c.id, .hue = c.hue, .shape = c.shape});
    return looks;
}

const std::string& name_in(const ClusterFacts& cluster, std::string_view lang) {
    const auto found = std::find_if(cluster.names.begin(), cluster.names.end(), [&](const auto& entry) { return entry.first == lang; });
    return found == cluster.names.end() ? cluster.name : found->second;
}

} // namespace cityweave::render
