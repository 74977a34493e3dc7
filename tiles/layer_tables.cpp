#include "tiles/layer_tables.hpp"

#include <unordered_map>

namespace cityweave::tiles {

namespace {

struct KindName {
    const char* operator()(const std::string&) const { return "String"; }
    const char* operator()(bool) const { return "Boolean"; }
    template <class Number>
    const char* operator()(Number) const {
        return "Number";
    }
};

} // namespace

LayerTables::LayerTables(const WorldLayer& layer) {
    begin_.reserve(layer.features.size() + 1);
    begin_.push_back(0);
    for (const auto& feature : layer.features) {
        const auto tags = pool_.add(feature.properties);
        tags_.insert(tags_.end(), tags.begin(), tags.end());
        begin_.push_back(tags_.size());
    }
}

VectorLayer described(const WorldLayer& layer) {
    VectorLayer result{.id = layer.name, .fields = {}, .minzoom = layer.minzoom, .maxzoom = layer.maxzoom};
    std::unordered_map<std::string, std::size_t> positions;
    for (const auto& feature : layer.features)
        for (const auto& [key, value] : feature.properties) {
            const char* const kind = std::visit(KindName{}, value);
            const auto [known, is_new] = positions.try_emplace(key, result.fields.size());
            if (is_new)
                result.fields.emplace_back(key, kind);
            else if (result.fields[known->second].second != kind)
                result.fields[known->second].second = "String";
        }
    return result;
}

} // namespace cityweave::tiles
