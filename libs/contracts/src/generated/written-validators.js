// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
import external0Module from "ajv/dist/runtime/ucs2length.js";
const external0 = external0Module.default ?? external0Module;

export const findAccessErrors = validate0;
const schema0 = {"$id":"https://dome.dev/schemas/access.json","type":"object","required":["apiVersion","kind","version","users"],"properties":{"apiVersion":{"const":"dome/v1"},"kind":{"const":"Access"},"version":{"$ref":"common.json#/$defs/semver"},"users":{"type":"object","maxProperties":10000,"additionalProperties":{"type":"object","required":["roles"],"properties":{"roles":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":64}},"additionalProperties":false}},"permissions":{"type":"object","properties":{"submit":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":64},"cancel":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":64},"decide":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":64},"law":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":64}},"additionalProperties":false}},"additionalProperties":false};
const schema2 = {"type":"string","pattern":"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$","maxLength":64};
const schema3 = {"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,39}$"};
const func0 = external0;
const pattern0 = new RegExp("^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$", "u");
const pattern1 = new RegExp("^[a-z0-9][a-z0-9-]{0,39}$", "u");

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://dome.dev/schemas/access.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate0.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema0.required,parentSchema:schema0,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema0.required,parentSchema:schema0,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.version === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema0.required,parentSchema:schema0,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.users === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "users"},message:"must have required property '"+"users"+"'",schema:schema0.required,parentSchema:schema0,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "version")) || (key0 === "users")) || (key0 === "permissions"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema0,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if("dome/v1" !== data0){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "dome/v1"},message:"must be equal to constant",schema:"dome/v1",parentSchema:schema0.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if("Access" !== data1){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Access"},message:"must be equal to constant",schema:"Access",parentSchema:schema0.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.version !== undefined){
let data2 = data.version;
if(typeof data2 === "string"){
if(func0(data2) > 64){
const err7 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema2,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern0.test(data2)){
const err8 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"},message:"must match pattern \""+"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"+"\"",schema:"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$",parentSchema:schema2,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema2.type,parentSchema:schema2,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.users !== undefined){
let data3 = data.users;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(Object.keys(data3).length > 10000){
const err10 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/maxProperties",keyword:"maxProperties",params:{limit: 10000},message:"must NOT have more than 10000 properties",schema:10000,parentSchema:schema0.properties.users,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key1 in data3){
let data4 = data3[key1];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.roles === undefined){
const err11 = {instancePath:instancePath+"/users/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/required",keyword:"required",params:{missingProperty: "roles"},message:"must have required property '"+"roles"+"'",schema:schema0.properties.users.additionalProperties.required,parentSchema:schema0.properties.users.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
for(const key2 in data4){
if(!(key2 === "roles")){
const err12 = {instancePath:instancePath+"/users/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema0.properties.users.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data4.roles !== undefined){
let data5 = data4.roles;
if(Array.isArray(data5)){
if(data5.length > 64){
const err13 = {instancePath:instancePath+"/users/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles",schemaPath:"#/properties/users/additionalProperties/properties/roles/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema0.properties.users.additionalProperties.properties.roles,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
if(typeof data6 === "string"){
if(!pattern1.test(data6)){
const err14 = {instancePath:instancePath+"/users/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles/" + i0,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/users/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles/" + i0,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/users/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/roles",schemaPath:"#/properties/users/additionalProperties/properties/roles/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema0.properties.users.additionalProperties.properties.roles.type,parentSchema:schema0.properties.users.additionalProperties.properties.roles,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/users/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema0.properties.users.additionalProperties.type,parentSchema:schema0.properties.users.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema0.properties.users.type,parentSchema:schema0.properties.users,data:data3};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.permissions !== undefined){
let data7 = data.permissions;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key3 in data7){
if(!((((key3 === "submit") || (key3 === "cancel")) || (key3 === "decide")) || (key3 === "law"))){
const err19 = {instancePath:instancePath+"/permissions",schemaPath:"#/properties/permissions/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema0.properties.permissions,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data7.submit !== undefined){
let data8 = data7.submit;
if(Array.isArray(data8)){
if(data8.length > 64){
const err20 = {instancePath:instancePath+"/permissions/submit",schemaPath:"#/properties/permissions/properties/submit/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema0.properties.permissions.properties.submit,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
let data9 = data8[i1];
if(typeof data9 === "string"){
if(!pattern1.test(data9)){
const err21 = {instancePath:instancePath+"/permissions/submit/" + i1,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/permissions/submit/" + i1,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data9};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/permissions/submit",schemaPath:"#/properties/permissions/properties/submit/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema0.properties.permissions.properties.submit.type,parentSchema:schema0.properties.permissions.properties.submit,data:data8};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data7.cancel !== undefined){
let data10 = data7.cancel;
if(Array.isArray(data10)){
if(data10.length > 64){
const err24 = {instancePath:instancePath+"/permissions/cancel",schemaPath:"#/properties/permissions/properties/cancel/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema0.properties.permissions.properties.cancel,data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
let data11 = data10[i2];
if(typeof data11 === "string"){
if(!pattern1.test(data11)){
const err25 = {instancePath:instancePath+"/permissions/cancel/" + i2,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/permissions/cancel/" + i2,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/permissions/cancel",schemaPath:"#/properties/permissions/properties/cancel/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema0.properties.permissions.properties.cancel.type,parentSchema:schema0.properties.permissions.properties.cancel,data:data10};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data7.decide !== undefined){
let data12 = data7.decide;
if(Array.isArray(data12)){
if(data12.length > 64){
const err28 = {instancePath:instancePath+"/permissions/decide",schemaPath:"#/properties/permissions/properties/decide/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema0.properties.permissions.properties.decide,data:data12};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
let data13 = data12[i3];
if(typeof data13 === "string"){
if(!pattern1.test(data13)){
const err29 = {instancePath:instancePath+"/permissions/decide/" + i3,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data13};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/permissions/decide/" + i3,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data13};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/permissions/decide",schemaPath:"#/properties/permissions/properties/decide/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema0.properties.permissions.properties.decide.type,parentSchema:schema0.properties.permissions.properties.decide,data:data12};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data7.law !== undefined){
let data14 = data7.law;
if(Array.isArray(data14)){
if(data14.length > 64){
const err32 = {instancePath:instancePath+"/permissions/law",schemaPath:"#/properties/permissions/properties/law/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema0.properties.permissions.properties.law,data:data14};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
const len4 = data14.length;
for(let i4=0; i4<len4; i4++){
let data15 = data14[i4];
if(typeof data15 === "string"){
if(!pattern1.test(data15)){
const err33 = {instancePath:instancePath+"/permissions/law/" + i4,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data15};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/permissions/law/" + i4,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data15};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
else {
const err35 = {instancePath:instancePath+"/permissions/law",schemaPath:"#/properties/permissions/properties/law/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema0.properties.permissions.properties.law.type,parentSchema:schema0.properties.permissions.properties.law,data:data14};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/permissions",schemaPath:"#/properties/permissions/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema0.properties.permissions.type,parentSchema:schema0.properties.permissions,data:data7};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema0.type,parentSchema:schema0,data};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}
validate0.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const findEnvironmentErrors = validate2;
const schema8 = {"$id":"https://dome.dev/schemas/environment.json","type":"object","required":["apiVersion","kind","name","version","promotesFrom","policy","gates","plans","skills","submitters"],"properties":{"apiVersion":{"const":"dome/v1"},"kind":{"const":"Environment"},"name":{"$ref":"common.json#/$defs/name"},"version":{"$ref":"common.json#/$defs/semver"},"title":{"type":"string","maxLength":128},"promotesFrom":{"type":"array","minItems":1,"maxItems":32,"items":{"$ref":"common.json#/$defs/name"}},"policy":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},"gates":{"type":"array","minItems":1,"maxItems":32,"items":{"$ref":"common.json#/$defs/name"}},"plans":{"type":"array","minItems":1,"maxItems":64,"items":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"}},"planDigests":{"type":"array","minItems":1,"maxItems":64,"items":{"$ref":"common.json#/$defs/digest"}},"skills":{"type":"array","minItems":1,"maxItems":64,"items":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"}},"submitters":{"type":"array","minItems":1,"maxItems":64,"items":{"$ref":"common.json#/$defs/name"}},"approvals":{"$ref":"policy.json#/$defs/approvals"},"deadline":{"$ref":"common.json#/$defs/duration"},"onExpiry":{"$ref":"common.json#/$defs/onExpiry"},"remindEvery":{"$ref":"common.json#/$defs/duration"},"independent":{"type":"boolean"},"windows":{"type":"array","maxItems":32,"items":{"type":"object","required":["days","from","to","timeZone"],"properties":{"days":{"type":"array","minItems":1,"maxItems":7,"items":{"enum":["mon","tue","wed","thu","fri","sat","sun"]}},"from":{"type":"string","pattern":"^([01][0-9]|2[0-3]):[0-5][0-9]$"},"to":{"type":"string","pattern":"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"},"timeZone":{"type":"string","minLength":1,"maxLength":64}},"additionalProperties":false}},"freezes":{"type":"array","maxItems":64,"items":{"type":"object","required":["from","to","timeZone"],"properties":{"from":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"},"to":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"},"timeZone":{"type":"string","minLength":1,"maxLength":64},"reason":{"type":"string","maxLength":512}},"additionalProperties":false}},"concurrency":{"type":"integer","minimum":1,"maximum":1}},"additionalProperties":false};
const schema13 = {"type":"string","pattern":"^sha256:[0-9a-f]{64}$"};
const schema22 = {"type":"string","pattern":"^[0-9]+(ms|s|m|h|d)$","maxLength":16};
const schema23 = {"enum":["REJECT","APPROVE"]};
const func1 = Object.prototype.hasOwnProperty;
const pattern9 = new RegExp("^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$", "u");
const pattern12 = new RegExp("^sha256:[0-9a-f]{64}$", "u");
const pattern21 = new RegExp("^[0-9]+(ms|s|m|h|d)$", "u");
const pattern26 = new RegExp("^([01][0-9]|2[0-3]):[0-5][0-9]$", "u");
const pattern27 = new RegExp("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", "u");
const pattern28 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$", "u");
const schema20 = {"type":"array","minItems":1,"maxItems":16,"items":{"type":"object","required":["role","count"],"properties":{"role":{"$ref":"common.json#/$defs/name"},"count":{"type":"integer","minimum":1,"maximum":64}},"additionalProperties":false}};

function validate6(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate6.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(Array.isArray(data)){
if(data.length > 16){
const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items",schema:16,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.length < 1){
const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.role === undefined){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "role"},message:"must have required property '"+"role"+"'",schema:schema20.items.required,parentSchema:schema20.items,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.count === undefined){
const err3 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "count"},message:"must have required property '"+"count"+"'",schema:schema20.items.required,parentSchema:schema20.items,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data0){
if(!((key0 === "role") || (key0 === "count"))){
const err4 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema20.items,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.role !== undefined){
let data1 = data0.role;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err5 = {instancePath:instancePath+"/" + i0+"/role",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/" + i0+"/role",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data0.count !== undefined){
let data2 = data0.count;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err7 = {instancePath:instancePath+"/" + i0+"/count",schemaPath:"#/items/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema20.items.properties.count.type,parentSchema:schema20.items.properties.count,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 64 || isNaN(data2)){
const err8 = {instancePath:instancePath+"/" + i0+"/count",schemaPath:"#/items/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 64},message:"must be <= 64",schema:64,parentSchema:schema20.items.properties.count,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/" + i0+"/count",schemaPath:"#/items/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema20.items.properties.count,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
else {
const err10 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema20.items.type,parentSchema:schema20.items,data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema20.type,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate6.errors = vErrors;
return errors === 0;
}
validate6.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};


function validate2(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://dome.dev/schemas/environment.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate2.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.name === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.version === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.promotesFrom === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "promotesFrom"},message:"must have required property '"+"promotesFrom"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.policy === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "policy"},message:"must have required property '"+"policy"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.gates === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "gates"},message:"must have required property '"+"gates"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.plans === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "plans"},message:"must have required property '"+"plans"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.skills === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "skills"},message:"must have required property '"+"skills"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.submitters === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "submitters"},message:"must have required property '"+"submitters"+"'",schema:schema8.required,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema8.properties, key0))){
const err10 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if("dome/v1" !== data0){
const err11 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "dome/v1"},message:"must be equal to constant",schema:"dome/v1",parentSchema:schema8.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if("Environment" !== data1){
const err12 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Environment"},message:"must be equal to constant",schema:"Environment",parentSchema:schema8.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.name !== undefined){
let data2 = data.name;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err13 = {instancePath:instancePath+"/name",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/name",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.version !== undefined){
let data3 = data.version;
if(typeof data3 === "string"){
if(func0(data3) > 64){
const err15 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(!pattern0.test(data3)){
const err16 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"},message:"must match pattern \""+"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"+"\"",schema:"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$",parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema2.type,parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.title !== undefined){
let data4 = data.title;
if(typeof data4 === "string"){
if(func0(data4) > 128){
const err18 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema8.properties.title,data:data4};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.title.type,parentSchema:schema8.properties.title,data:data4};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.promotesFrom !== undefined){
let data5 = data.promotesFrom;
if(Array.isArray(data5)){
if(data5.length > 32){
const err20 = {instancePath:instancePath+"/promotesFrom",schemaPath:"#/properties/promotesFrom/maxItems",keyword:"maxItems",params:{limit: 32},message:"must NOT have more than 32 items",schema:32,parentSchema:schema8.properties.promotesFrom,data:data5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data5.length < 1){
const err21 = {instancePath:instancePath+"/promotesFrom",schemaPath:"#/properties/promotesFrom/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema8.properties.promotesFrom,data:data5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
if(typeof data6 === "string"){
if(!pattern1.test(data6)){
const err22 = {instancePath:instancePath+"/promotesFrom/" + i0,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data6};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/promotesFrom/" + i0,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/promotesFrom",schemaPath:"#/properties/promotesFrom/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.promotesFrom.type,parentSchema:schema8.properties.promotesFrom,data:data5};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.policy !== undefined){
let data7 = data.policy;
if(typeof data7 === "string"){
if(!pattern9.test(data7)){
const err25 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$",parentSchema:schema8.properties.policy,data:data7};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.policy.type,parentSchema:schema8.properties.policy,data:data7};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.gates !== undefined){
let data8 = data.gates;
if(Array.isArray(data8)){
if(data8.length > 32){
const err27 = {instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/maxItems",keyword:"maxItems",params:{limit: 32},message:"must NOT have more than 32 items",schema:32,parentSchema:schema8.properties.gates,data:data8};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data8.length < 1){
const err28 = {instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema8.properties.gates,data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
let data9 = data8[i1];
if(typeof data9 === "string"){
if(!pattern1.test(data9)){
const err29 = {instancePath:instancePath+"/gates/" + i1,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data9};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/gates/" + i1,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data9};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.gates.type,parentSchema:schema8.properties.gates,data:data8};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.plans !== undefined){
let data10 = data.plans;
if(Array.isArray(data10)){
if(data10.length > 64){
const err32 = {instancePath:instancePath+"/plans",schemaPath:"#/properties/plans/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema8.properties.plans,data:data10};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data10.length < 1){
const err33 = {instancePath:instancePath+"/plans",schemaPath:"#/properties/plans/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema8.properties.plans,data:data10};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
let data11 = data10[i2];
if(typeof data11 === "string"){
if(!pattern9.test(data11)){
const err34 = {instancePath:instancePath+"/plans/" + i2,schemaPath:"#/properties/plans/items/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$",parentSchema:schema8.properties.plans.items,data:data11};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/plans/" + i2,schemaPath:"#/properties/plans/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.plans.items.type,parentSchema:schema8.properties.plans.items,data:data11};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/plans",schemaPath:"#/properties/plans/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.plans.type,parentSchema:schema8.properties.plans,data:data10};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.planDigests !== undefined){
let data12 = data.planDigests;
if(Array.isArray(data12)){
if(data12.length > 64){
const err37 = {instancePath:instancePath+"/planDigests",schemaPath:"#/properties/planDigests/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema8.properties.planDigests,data:data12};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data12.length < 1){
const err38 = {instancePath:instancePath+"/planDigests",schemaPath:"#/properties/planDigests/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema8.properties.planDigests,data:data12};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
let data13 = data12[i3];
if(typeof data13 === "string"){
if(!pattern12.test(data13)){
const err39 = {instancePath:instancePath+"/planDigests/" + i3,schemaPath:"common.json#/$defs/digest/pattern",keyword:"pattern",params:{pattern: "^sha256:[0-9a-f]{64}$"},message:"must match pattern \""+"^sha256:[0-9a-f]{64}$"+"\"",schema:"^sha256:[0-9a-f]{64}$",parentSchema:schema13,data:data13};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
else {
const err40 = {instancePath:instancePath+"/planDigests/" + i3,schemaPath:"common.json#/$defs/digest/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data13};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/planDigests",schemaPath:"#/properties/planDigests/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.planDigests.type,parentSchema:schema8.properties.planDigests,data:data12};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.skills !== undefined){
let data14 = data.skills;
if(Array.isArray(data14)){
if(data14.length > 64){
const err42 = {instancePath:instancePath+"/skills",schemaPath:"#/properties/skills/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema8.properties.skills,data:data14};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(data14.length < 1){
const err43 = {instancePath:instancePath+"/skills",schemaPath:"#/properties/skills/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema8.properties.skills,data:data14};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
const len4 = data14.length;
for(let i4=0; i4<len4; i4++){
let data15 = data14[i4];
if(typeof data15 === "string"){
if(!pattern9.test(data15)){
const err44 = {instancePath:instancePath+"/skills/" + i4,schemaPath:"#/properties/skills/items/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$",parentSchema:schema8.properties.skills.items,data:data15};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/skills/" + i4,schemaPath:"#/properties/skills/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.skills.items.type,parentSchema:schema8.properties.skills.items,data:data15};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/skills",schemaPath:"#/properties/skills/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.skills.type,parentSchema:schema8.properties.skills,data:data14};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.submitters !== undefined){
let data16 = data.submitters;
if(Array.isArray(data16)){
if(data16.length > 64){
const err47 = {instancePath:instancePath+"/submitters",schemaPath:"#/properties/submitters/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema8.properties.submitters,data:data16};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data16.length < 1){
const err48 = {instancePath:instancePath+"/submitters",schemaPath:"#/properties/submitters/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema8.properties.submitters,data:data16};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
const len5 = data16.length;
for(let i5=0; i5<len5; i5++){
let data17 = data16[i5];
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
const err49 = {instancePath:instancePath+"/submitters/" + i5,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data17};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
else {
const err50 = {instancePath:instancePath+"/submitters/" + i5,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data17};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
}
else {
const err51 = {instancePath:instancePath+"/submitters",schemaPath:"#/properties/submitters/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.submitters.type,parentSchema:schema8.properties.submitters,data:data16};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data.approvals !== undefined){
if(!(validate6(data.approvals, {instancePath:instancePath+"/approvals",parentData:data,parentDataProperty:"approvals",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate6.errors : vErrors.concat(validate6.errors);
errors = vErrors.length;
}
}
if(data.deadline !== undefined){
let data19 = data.deadline;
if(typeof data19 === "string"){
if(func0(data19) > 16){
const err52 = {instancePath:instancePath+"/deadline",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data19};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(!pattern21.test(data19)){
const err53 = {instancePath:instancePath+"/deadline",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data19};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
else {
const err54 = {instancePath:instancePath+"/deadline",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data19};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.onExpiry !== undefined){
let data20 = data.onExpiry;
if(!((data20 === "REJECT") || (data20 === "APPROVE"))){
const err55 = {instancePath:instancePath+"/onExpiry",schemaPath:"common.json#/$defs/onExpiry/enum",keyword:"enum",params:{allowedValues: schema23.enum},message:"must be equal to one of the allowed values",schema:schema23.enum,parentSchema:schema23,data:data20};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data.remindEvery !== undefined){
let data21 = data.remindEvery;
if(typeof data21 === "string"){
if(func0(data21) > 16){
const err56 = {instancePath:instancePath+"/remindEvery",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data21};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(!pattern21.test(data21)){
const err57 = {instancePath:instancePath+"/remindEvery",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data21};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/remindEvery",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data21};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data.independent !== undefined){
let data22 = data.independent;
if(typeof data22 !== "boolean"){
const err59 = {instancePath:instancePath+"/independent",schemaPath:"#/properties/independent/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema8.properties.independent.type,parentSchema:schema8.properties.independent,data:data22};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.windows !== undefined){
let data23 = data.windows;
if(Array.isArray(data23)){
if(data23.length > 32){
const err60 = {instancePath:instancePath+"/windows",schemaPath:"#/properties/windows/maxItems",keyword:"maxItems",params:{limit: 32},message:"must NOT have more than 32 items",schema:32,parentSchema:schema8.properties.windows,data:data23};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
const len6 = data23.length;
for(let i6=0; i6<len6; i6++){
let data24 = data23[i6];
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
if(data24.days === undefined){
const err61 = {instancePath:instancePath+"/windows/" + i6,schemaPath:"#/properties/windows/items/required",keyword:"required",params:{missingProperty: "days"},message:"must have required property '"+"days"+"'",schema:schema8.properties.windows.items.required,parentSchema:schema8.properties.windows.items,data:data24};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data24.from === undefined){
const err62 = {instancePath:instancePath+"/windows/" + i6,schemaPath:"#/properties/windows/items/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema8.properties.windows.items.required,parentSchema:schema8.properties.windows.items,data:data24};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data24.to === undefined){
const err63 = {instancePath:instancePath+"/windows/" + i6,schemaPath:"#/properties/windows/items/required",keyword:"required",params:{missingProperty: "to"},message:"must have required property '"+"to"+"'",schema:schema8.properties.windows.items.required,parentSchema:schema8.properties.windows.items,data:data24};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data24.timeZone === undefined){
const err64 = {instancePath:instancePath+"/windows/" + i6,schemaPath:"#/properties/windows/items/required",keyword:"required",params:{missingProperty: "timeZone"},message:"must have required property '"+"timeZone"+"'",schema:schema8.properties.windows.items.required,parentSchema:schema8.properties.windows.items,data:data24};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
for(const key1 in data24){
if(!((((key1 === "days") || (key1 === "from")) || (key1 === "to")) || (key1 === "timeZone"))){
const err65 = {instancePath:instancePath+"/windows/" + i6,schemaPath:"#/properties/windows/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema8.properties.windows.items,data:data24};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data24.days !== undefined){
let data25 = data24.days;
if(Array.isArray(data25)){
if(data25.length > 7){
const err66 = {instancePath:instancePath+"/windows/" + i6+"/days",schemaPath:"#/properties/windows/items/properties/days/maxItems",keyword:"maxItems",params:{limit: 7},message:"must NOT have more than 7 items",schema:7,parentSchema:schema8.properties.windows.items.properties.days,data:data25};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data25.length < 1){
const err67 = {instancePath:instancePath+"/windows/" + i6+"/days",schemaPath:"#/properties/windows/items/properties/days/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema8.properties.windows.items.properties.days,data:data25};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
const len7 = data25.length;
for(let i7=0; i7<len7; i7++){
let data26 = data25[i7];
if(!(((((((data26 === "mon") || (data26 === "tue")) || (data26 === "wed")) || (data26 === "thu")) || (data26 === "fri")) || (data26 === "sat")) || (data26 === "sun"))){
const err68 = {instancePath:instancePath+"/windows/" + i6+"/days/" + i7,schemaPath:"#/properties/windows/items/properties/days/items/enum",keyword:"enum",params:{allowedValues: schema8.properties.windows.items.properties.days.items.enum},message:"must be equal to one of the allowed values",schema:schema8.properties.windows.items.properties.days.items.enum,parentSchema:schema8.properties.windows.items.properties.days.items,data:data26};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
else {
const err69 = {instancePath:instancePath+"/windows/" + i6+"/days",schemaPath:"#/properties/windows/items/properties/days/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.windows.items.properties.days.type,parentSchema:schema8.properties.windows.items.properties.days,data:data25};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data24.from !== undefined){
let data27 = data24.from;
if(typeof data27 === "string"){
if(!pattern26.test(data27)){
const err70 = {instancePath:instancePath+"/windows/" + i6+"/from",schemaPath:"#/properties/windows/items/properties/from/pattern",keyword:"pattern",params:{pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$"},message:"must match pattern \""+"^([01][0-9]|2[0-3]):[0-5][0-9]$"+"\"",schema:"^([01][0-9]|2[0-3]):[0-5][0-9]$",parentSchema:schema8.properties.windows.items.properties.from,data:data27};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
else {
const err71 = {instancePath:instancePath+"/windows/" + i6+"/from",schemaPath:"#/properties/windows/items/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.windows.items.properties.from.type,parentSchema:schema8.properties.windows.items.properties.from,data:data27};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data24.to !== undefined){
let data28 = data24.to;
if(typeof data28 === "string"){
if(!pattern27.test(data28)){
const err72 = {instancePath:instancePath+"/windows/" + i6+"/to",schemaPath:"#/properties/windows/items/properties/to/pattern",keyword:"pattern",params:{pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"},message:"must match pattern \""+"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"+"\"",schema:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",parentSchema:schema8.properties.windows.items.properties.to,data:data28};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
else {
const err73 = {instancePath:instancePath+"/windows/" + i6+"/to",schemaPath:"#/properties/windows/items/properties/to/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.windows.items.properties.to.type,parentSchema:schema8.properties.windows.items.properties.to,data:data28};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data24.timeZone !== undefined){
let data29 = data24.timeZone;
if(typeof data29 === "string"){
if(func0(data29) > 64){
const err74 = {instancePath:instancePath+"/windows/" + i6+"/timeZone",schemaPath:"#/properties/windows/items/properties/timeZone/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema8.properties.windows.items.properties.timeZone,data:data29};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(func0(data29) < 1){
const err75 = {instancePath:instancePath+"/windows/" + i6+"/timeZone",schemaPath:"#/properties/windows/items/properties/timeZone/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema8.properties.windows.items.properties.timeZone,data:data29};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
else {
const err76 = {instancePath:instancePath+"/windows/" + i6+"/timeZone",schemaPath:"#/properties/windows/items/properties/timeZone/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.windows.items.properties.timeZone.type,parentSchema:schema8.properties.windows.items.properties.timeZone,data:data29};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/windows/" + i6,schemaPath:"#/properties/windows/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema8.properties.windows.items.type,parentSchema:schema8.properties.windows.items,data:data24};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath:instancePath+"/windows",schemaPath:"#/properties/windows/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.windows.type,parentSchema:schema8.properties.windows,data:data23};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data.freezes !== undefined){
let data30 = data.freezes;
if(Array.isArray(data30)){
if(data30.length > 64){
const err79 = {instancePath:instancePath+"/freezes",schemaPath:"#/properties/freezes/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema8.properties.freezes,data:data30};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
const len8 = data30.length;
for(let i8=0; i8<len8; i8++){
let data31 = data30[i8];
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.from === undefined){
const err80 = {instancePath:instancePath+"/freezes/" + i8,schemaPath:"#/properties/freezes/items/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema8.properties.freezes.items.required,parentSchema:schema8.properties.freezes.items,data:data31};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if(data31.to === undefined){
const err81 = {instancePath:instancePath+"/freezes/" + i8,schemaPath:"#/properties/freezes/items/required",keyword:"required",params:{missingProperty: "to"},message:"must have required property '"+"to"+"'",schema:schema8.properties.freezes.items.required,parentSchema:schema8.properties.freezes.items,data:data31};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(data31.timeZone === undefined){
const err82 = {instancePath:instancePath+"/freezes/" + i8,schemaPath:"#/properties/freezes/items/required",keyword:"required",params:{missingProperty: "timeZone"},message:"must have required property '"+"timeZone"+"'",schema:schema8.properties.freezes.items.required,parentSchema:schema8.properties.freezes.items,data:data31};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
for(const key2 in data31){
if(!((((key2 === "from") || (key2 === "to")) || (key2 === "timeZone")) || (key2 === "reason"))){
const err83 = {instancePath:instancePath+"/freezes/" + i8,schemaPath:"#/properties/freezes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema8.properties.freezes.items,data:data31};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data31.from !== undefined){
let data32 = data31.from;
if(typeof data32 === "string"){
if(!pattern28.test(data32)){
const err84 = {instancePath:instancePath+"/freezes/" + i8+"/from",schemaPath:"#/properties/freezes/items/properties/from/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"+"\"",schema:"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",parentSchema:schema8.properties.freezes.items.properties.from,data:data32};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
else {
const err85 = {instancePath:instancePath+"/freezes/" + i8+"/from",schemaPath:"#/properties/freezes/items/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.freezes.items.properties.from.type,parentSchema:schema8.properties.freezes.items.properties.from,data:data32};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data31.to !== undefined){
let data33 = data31.to;
if(typeof data33 === "string"){
if(!pattern28.test(data33)){
const err86 = {instancePath:instancePath+"/freezes/" + i8+"/to",schemaPath:"#/properties/freezes/items/properties/to/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"+"\"",schema:"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",parentSchema:schema8.properties.freezes.items.properties.to,data:data33};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
else {
const err87 = {instancePath:instancePath+"/freezes/" + i8+"/to",schemaPath:"#/properties/freezes/items/properties/to/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.freezes.items.properties.to.type,parentSchema:schema8.properties.freezes.items.properties.to,data:data33};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data31.timeZone !== undefined){
let data34 = data31.timeZone;
if(typeof data34 === "string"){
if(func0(data34) > 64){
const err88 = {instancePath:instancePath+"/freezes/" + i8+"/timeZone",schemaPath:"#/properties/freezes/items/properties/timeZone/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema8.properties.freezes.items.properties.timeZone,data:data34};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(func0(data34) < 1){
const err89 = {instancePath:instancePath+"/freezes/" + i8+"/timeZone",schemaPath:"#/properties/freezes/items/properties/timeZone/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema8.properties.freezes.items.properties.timeZone,data:data34};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
else {
const err90 = {instancePath:instancePath+"/freezes/" + i8+"/timeZone",schemaPath:"#/properties/freezes/items/properties/timeZone/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.freezes.items.properties.timeZone.type,parentSchema:schema8.properties.freezes.items.properties.timeZone,data:data34};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data31.reason !== undefined){
let data35 = data31.reason;
if(typeof data35 === "string"){
if(func0(data35) > 512){
const err91 = {instancePath:instancePath+"/freezes/" + i8+"/reason",schemaPath:"#/properties/freezes/items/properties/reason/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters",schema:512,parentSchema:schema8.properties.freezes.items.properties.reason,data:data35};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
else {
const err92 = {instancePath:instancePath+"/freezes/" + i8+"/reason",schemaPath:"#/properties/freezes/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema8.properties.freezes.items.properties.reason.type,parentSchema:schema8.properties.freezes.items.properties.reason,data:data35};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/freezes/" + i8,schemaPath:"#/properties/freezes/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema8.properties.freezes.items.type,parentSchema:schema8.properties.freezes.items,data:data31};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
}
else {
const err94 = {instancePath:instancePath+"/freezes",schemaPath:"#/properties/freezes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema8.properties.freezes.type,parentSchema:schema8.properties.freezes,data:data30};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data.concurrency !== undefined){
let data36 = data.concurrency;
if(!(((typeof data36 == "number") && (!(data36 % 1) && !isNaN(data36))) && (isFinite(data36)))){
const err95 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema8.properties.concurrency.type,parentSchema:schema8.properties.concurrency,data:data36};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 1 || isNaN(data36)){
const err96 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema8.properties.concurrency,data:data36};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if(data36 < 1 || isNaN(data36)){
const err97 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema8.properties.concurrency,data:data36};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
}
else {
const err98 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema8.type,parentSchema:schema8,data};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
validate2.errors = vErrors;
return errors === 0;
}
validate2.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const findPlanErrors = validate8;
const schema30 = {"$id":"https://dome.dev/schemas/plan.json","type":"object","required":["apiVersion","kind","name","version","tasks"],"properties":{"apiVersion":{"const":"dome/v1"},"kind":{"const":"Plan"},"name":{"$ref":"common.json#/$defs/name"},"version":{"$ref":"common.json#/$defs/semver"},"title":{"type":"string","maxLength":128},"description":{"type":"string","maxLength":1024},"inputs":{"type":"object","additionalProperties":true},"workspace":{"type":"string","minLength":1,"maxLength":255},"tasks":{"type":"object","minProperties":1,"maxProperties":256,"additionalProperties":{"$ref":"#/$defs/task"}},"partialFailure":{"enum":["stop","continue"]},"policy":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},"gates":{"type":"object","maxProperties":32,"additionalProperties":{"type":"object","properties":{"title":{"type":"string","maxLength":128},"needs":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":64}},"additionalProperties":false}},"loop":{"type":"object","required":["maxIterations"],"properties":{"maxIterations":{"type":"integer","minimum":1,"maximum":20},"remedy":{"type":"object","required":["tasks"],"properties":{"tasks":{"type":"object","minProperties":1,"maxProperties":32,"additionalProperties":{"$ref":"#/$defs/task"}}},"additionalProperties":false}},"additionalProperties":false},"promotion":{"type":"object","required":["task","subject","from","to"],"properties":{"task":{"type":"object","required":["id","uses"],"properties":{"id":{"$ref":"common.json#/$defs/name"},"uses":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},"title":{"type":"string","maxLength":128},"pool":{"$ref":"common.json#/$defs/name"},"needs":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":256},"input":{"type":"object","additionalProperties":true},"timeouts":{"$ref":"#/$defs/timeouts"}},"additionalProperties":false},"subject":{"type":"object","required":["task","artifact"],"properties":{"task":{"$ref":"common.json#/$defs/name"},"artifact":{"type":"string","maxLength":255}},"additionalProperties":false},"from":{"$ref":"common.json#/$defs/name"},"to":{"$ref":"common.json#/$defs/name"}},"additionalProperties":false}},"$defs":{"task":{"type":"object","required":["uses"],"properties":{"uses":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},"title":{"type":"string","maxLength":128},"pool":{"$ref":"common.json#/$defs/name"},"needs":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":256},"input":{"type":"object","additionalProperties":true},"timeouts":{"$ref":"#/$defs/timeouts"},"concurrency":{"type":"object","required":["key","max"],"properties":{"key":{"type":"string","minLength":1,"maxLength":256},"max":{"type":"integer","minimum":1,"maximum":10000}},"additionalProperties":false}},"additionalProperties":false},"timeouts":{"type":"object","properties":{"queue":{"$ref":"common.json#/$defs/duration"},"execution":{"$ref":"common.json#/$defs/duration"},"heartbeat":{"$ref":"common.json#/$defs/duration"},"total":{"$ref":"common.json#/$defs/duration"}},"additionalProperties":false}},"additionalProperties":false};
const schema33 = {"type":"object","required":["uses"],"properties":{"uses":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},"title":{"type":"string","maxLength":128},"pool":{"$ref":"common.json#/$defs/name"},"needs":{"type":"array","items":{"$ref":"common.json#/$defs/name"},"maxItems":256},"input":{"type":"object","additionalProperties":true},"timeouts":{"$ref":"#/$defs/timeouts"},"concurrency":{"type":"object","required":["key","max"],"properties":{"key":{"type":"string","minLength":1,"maxLength":256},"max":{"type":"integer","minimum":1,"maximum":10000}},"additionalProperties":false}},"additionalProperties":false};
const schema36 = {"type":"object","properties":{"queue":{"$ref":"common.json#/$defs/duration"},"execution":{"$ref":"common.json#/$defs/duration"},"heartbeat":{"$ref":"common.json#/$defs/duration"},"total":{"$ref":"common.json#/$defs/duration"}},"additionalProperties":false};

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate10.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "queue") || (key0 === "execution")) || (key0 === "heartbeat")) || (key0 === "total"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.queue !== undefined){
let data0 = data.queue;
if(typeof data0 === "string"){
if(func0(data0) > 16){
const err1 = {instancePath:instancePath+"/queue",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!pattern21.test(data0)){
const err2 = {instancePath:instancePath+"/queue",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/queue",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.execution !== undefined){
let data1 = data.execution;
if(typeof data1 === "string"){
if(func0(data1) > 16){
const err4 = {instancePath:instancePath+"/execution",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!pattern21.test(data1)){
const err5 = {instancePath:instancePath+"/execution",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/execution",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.heartbeat !== undefined){
let data2 = data.heartbeat;
if(typeof data2 === "string"){
if(func0(data2) > 16){
const err7 = {instancePath:instancePath+"/heartbeat",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern21.test(data2)){
const err8 = {instancePath:instancePath+"/heartbeat",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/heartbeat",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.total !== undefined){
let data3 = data.total;
if(typeof data3 === "string"){
if(func0(data3) > 16){
const err10 = {instancePath:instancePath+"/total",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!pattern21.test(data3)){
const err11 = {instancePath:instancePath+"/total",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/total",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
validate10.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate9(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate9.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.uses === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "uses"},message:"must have required property '"+"uses"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "uses") || (key0 === "title")) || (key0 === "pool")) || (key0 === "needs")) || (key0 === "input")) || (key0 === "timeouts")) || (key0 === "concurrency"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.uses !== undefined){
let data0 = data.uses;
if(typeof data0 === "string"){
if(!pattern9.test(data0)){
const err2 = {instancePath:instancePath+"/uses",schemaPath:"#/properties/uses/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$",parentSchema:schema33.properties.uses,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/uses",schemaPath:"#/properties/uses/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.uses.type,parentSchema:schema33.properties.uses,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.title !== undefined){
let data1 = data.title;
if(typeof data1 === "string"){
if(func0(data1) > 128){
const err4 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema33.properties.title,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.title.type,parentSchema:schema33.properties.title,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.pool !== undefined){
let data2 = data.pool;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err6 = {instancePath:instancePath+"/pool",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/pool",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.needs !== undefined){
let data3 = data.needs;
if(Array.isArray(data3)){
if(data3.length > 256){
const err8 = {instancePath:instancePath+"/needs",schemaPath:"#/properties/needs/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema33.properties.needs,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err9 = {instancePath:instancePath+"/needs/" + i0,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/needs/" + i0,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/needs",schemaPath:"#/properties/needs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.needs.type,parentSchema:schema33.properties.needs,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.input !== undefined){
let data5 = data.input;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
}
else {
const err12 = {instancePath:instancePath+"/input",schemaPath:"#/properties/input/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.input.type,parentSchema:schema33.properties.input,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.timeouts !== undefined){
if(!(validate10(data.timeouts, {instancePath:instancePath+"/timeouts",parentData:data,parentDataProperty:"timeouts",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
errors = vErrors.length;
}
}
if(data.concurrency !== undefined){
let data7 = data.concurrency;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.key === undefined){
const err13 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema33.properties.concurrency.required,parentSchema:schema33.properties.concurrency,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data7.max === undefined){
const err14 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/required",keyword:"required",params:{missingProperty: "max"},message:"must have required property '"+"max"+"'",schema:schema33.properties.concurrency.required,parentSchema:schema33.properties.concurrency,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
for(const key1 in data7){
if(!((key1 === "key") || (key1 === "max"))){
const err15 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.concurrency,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data7.key !== undefined){
let data8 = data7.key;
if(typeof data8 === "string"){
if(func0(data8) > 256){
const err16 = {instancePath:instancePath+"/concurrency/key",schemaPath:"#/properties/concurrency/properties/key/maxLength",keyword:"maxLength",params:{limit: 256},message:"must NOT have more than 256 characters",schema:256,parentSchema:schema33.properties.concurrency.properties.key,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(func0(data8) < 1){
const err17 = {instancePath:instancePath+"/concurrency/key",schemaPath:"#/properties/concurrency/properties/key/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.concurrency.properties.key,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/concurrency/key",schemaPath:"#/properties/concurrency/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.concurrency.properties.key.type,parentSchema:schema33.properties.concurrency.properties.key,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data7.max !== undefined){
let data9 = data7.max;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err19 = {instancePath:instancePath+"/concurrency/max",schemaPath:"#/properties/concurrency/properties/max/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.concurrency.properties.max.type,parentSchema:schema33.properties.concurrency.properties.max,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 10000 || isNaN(data9)){
const err20 = {instancePath:instancePath+"/concurrency/max",schemaPath:"#/properties/concurrency/properties/max/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000",schema:10000,parentSchema:schema33.properties.concurrency.properties.max,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data9 < 1 || isNaN(data9)){
const err21 = {instancePath:instancePath+"/concurrency/max",schemaPath:"#/properties/concurrency/properties/max/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.concurrency.properties.max,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
}
else {
const err22 = {instancePath:instancePath+"/concurrency",schemaPath:"#/properties/concurrency/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.concurrency.type,parentSchema:schema33.properties.concurrency,data:data7};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
validate9.errors = vErrors;
return errors === 0;
}
validate9.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate8(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://dome.dev/schemas/plan.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate8.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.name === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.version === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.tasks === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "tasks"},message:"must have required property '"+"tasks"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema30.properties, key0))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if("dome/v1" !== data0){
const err6 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "dome/v1"},message:"must be equal to constant",schema:"dome/v1",parentSchema:schema30.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if("Plan" !== data1){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Plan"},message:"must be equal to constant",schema:"Plan",parentSchema:schema30.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.name !== undefined){
let data2 = data.name;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err8 = {instancePath:instancePath+"/name",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/name",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.version !== undefined){
let data3 = data.version;
if(typeof data3 === "string"){
if(func0(data3) > 64){
const err10 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!pattern0.test(data3)){
const err11 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"},message:"must match pattern \""+"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"+"\"",schema:"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$",parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema2.type,parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.title !== undefined){
let data4 = data.title;
if(typeof data4 === "string"){
if(func0(data4) > 128){
const err13 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema30.properties.title,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.title.type,parentSchema:schema30.properties.title,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.description !== undefined){
let data5 = data.description;
if(typeof data5 === "string"){
if(func0(data5) > 1024){
const err15 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters",schema:1024,parentSchema:schema30.properties.description,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.description.type,parentSchema:schema30.properties.description,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.inputs !== undefined){
let data6 = data.inputs;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
}
else {
const err17 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.inputs.type,parentSchema:schema30.properties.inputs,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.workspace !== undefined){
let data7 = data.workspace;
if(typeof data7 === "string"){
if(func0(data7) > 255){
const err18 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema30.properties.workspace,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(func0(data7) < 1){
const err19 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema30.properties.workspace,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.workspace.type,parentSchema:schema30.properties.workspace,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.tasks !== undefined){
let data8 = data.tasks;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(Object.keys(data8).length > 256){
const err21 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/maxProperties",keyword:"maxProperties",params:{limit: 256},message:"must NOT have more than 256 properties",schema:256,parentSchema:schema30.properties.tasks,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(Object.keys(data8).length < 1){
const err22 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema30.properties.tasks,data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
for(const key1 in data8){
if(!(validate9(data8[key1], {instancePath:instancePath+"/tasks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data8,parentDataProperty:key1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate9.errors : vErrors.concat(validate9.errors);
errors = vErrors.length;
}
}
}
else {
const err23 = {instancePath:instancePath+"/tasks",schemaPath:"#/properties/tasks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.tasks.type,parentSchema:schema30.properties.tasks,data:data8};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.partialFailure !== undefined){
let data10 = data.partialFailure;
if(!((data10 === "stop") || (data10 === "continue"))){
const err24 = {instancePath:instancePath+"/partialFailure",schemaPath:"#/properties/partialFailure/enum",keyword:"enum",params:{allowedValues: schema30.properties.partialFailure.enum},message:"must be equal to one of the allowed values",schema:schema30.properties.partialFailure.enum,parentSchema:schema30.properties.partialFailure,data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.policy !== undefined){
let data11 = data.policy;
if(typeof data11 === "string"){
if(!pattern9.test(data11)){
const err25 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$",parentSchema:schema30.properties.policy,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.policy.type,parentSchema:schema30.properties.policy,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.gates !== undefined){
let data12 = data.gates;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(Object.keys(data12).length > 32){
const err27 = {instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties",schema:32,parentSchema:schema30.properties.gates,data:data12};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
for(const key2 in data12){
let data13 = data12[key2];
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key3 in data13){
if(!((key3 === "title") || (key3 === "needs"))){
const err28 = {instancePath:instancePath+"/gates/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/gates/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema30.properties.gates.additionalProperties,data:data13};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data13.title !== undefined){
let data14 = data13.title;
if(typeof data14 === "string"){
if(func0(data14) > 128){
const err29 = {instancePath:instancePath+"/gates/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/title",schemaPath:"#/properties/gates/additionalProperties/properties/title/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema30.properties.gates.additionalProperties.properties.title,data:data14};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/gates/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/title",schemaPath:"#/properties/gates/additionalProperties/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.gates.additionalProperties.properties.title.type,parentSchema:schema30.properties.gates.additionalProperties.properties.title,data:data14};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data13.needs !== undefined){
let data15 = data13.needs;
if(Array.isArray(data15)){
if(data15.length > 64){
const err31 = {instancePath:instancePath+"/gates/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/needs",schemaPath:"#/properties/gates/additionalProperties/properties/needs/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema30.properties.gates.additionalProperties.properties.needs,data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
const len0 = data15.length;
for(let i0=0; i0<len0; i0++){
let data16 = data15[i0];
if(typeof data16 === "string"){
if(!pattern1.test(data16)){
const err32 = {instancePath:instancePath+"/gates/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/needs/" + i0,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data16};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/gates/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/needs/" + i0,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
else {
const err34 = {instancePath:instancePath+"/gates/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/needs",schemaPath:"#/properties/gates/additionalProperties/properties/needs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema30.properties.gates.additionalProperties.properties.needs.type,parentSchema:schema30.properties.gates.additionalProperties.properties.needs,data:data15};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
else {
const err35 = {instancePath:instancePath+"/gates/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/gates/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.gates.additionalProperties.type,parentSchema:schema30.properties.gates.additionalProperties,data:data13};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.gates.type,parentSchema:schema30.properties.gates,data:data12};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.loop !== undefined){
let data17 = data.loop;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.maxIterations === undefined){
const err37 = {instancePath:instancePath+"/loop",schemaPath:"#/properties/loop/required",keyword:"required",params:{missingProperty: "maxIterations"},message:"must have required property '"+"maxIterations"+"'",schema:schema30.properties.loop.required,parentSchema:schema30.properties.loop,data:data17};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
for(const key4 in data17){
if(!((key4 === "maxIterations") || (key4 === "remedy"))){
const err38 = {instancePath:instancePath+"/loop",schemaPath:"#/properties/loop/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema30.properties.loop,data:data17};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data17.maxIterations !== undefined){
let data18 = data17.maxIterations;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err39 = {instancePath:instancePath+"/loop/maxIterations",schemaPath:"#/properties/loop/properties/maxIterations/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema30.properties.loop.properties.maxIterations.type,parentSchema:schema30.properties.loop.properties.maxIterations,data:data18};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 20 || isNaN(data18)){
const err40 = {instancePath:instancePath+"/loop/maxIterations",schemaPath:"#/properties/loop/properties/maxIterations/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20",schema:20,parentSchema:schema30.properties.loop.properties.maxIterations,data:data18};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data18 < 1 || isNaN(data18)){
const err41 = {instancePath:instancePath+"/loop/maxIterations",schemaPath:"#/properties/loop/properties/maxIterations/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema30.properties.loop.properties.maxIterations,data:data18};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
if(data17.remedy !== undefined){
let data19 = data17.remedy;
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.tasks === undefined){
const err42 = {instancePath:instancePath+"/loop/remedy",schemaPath:"#/properties/loop/properties/remedy/required",keyword:"required",params:{missingProperty: "tasks"},message:"must have required property '"+"tasks"+"'",schema:schema30.properties.loop.properties.remedy.required,parentSchema:schema30.properties.loop.properties.remedy,data:data19};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
for(const key5 in data19){
if(!(key5 === "tasks")){
const err43 = {instancePath:instancePath+"/loop/remedy",schemaPath:"#/properties/loop/properties/remedy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema30.properties.loop.properties.remedy,data:data19};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data19.tasks !== undefined){
let data20 = data19.tasks;
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(Object.keys(data20).length > 32){
const err44 = {instancePath:instancePath+"/loop/remedy/tasks",schemaPath:"#/properties/loop/properties/remedy/properties/tasks/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties",schema:32,parentSchema:schema30.properties.loop.properties.remedy.properties.tasks,data:data20};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(Object.keys(data20).length < 1){
const err45 = {instancePath:instancePath+"/loop/remedy/tasks",schemaPath:"#/properties/loop/properties/remedy/properties/tasks/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema30.properties.loop.properties.remedy.properties.tasks,data:data20};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
for(const key6 in data20){
if(!(validate9(data20[key6], {instancePath:instancePath+"/loop/remedy/tasks/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data20,parentDataProperty:key6,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate9.errors : vErrors.concat(validate9.errors);
errors = vErrors.length;
}
}
}
else {
const err46 = {instancePath:instancePath+"/loop/remedy/tasks",schemaPath:"#/properties/loop/properties/remedy/properties/tasks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.loop.properties.remedy.properties.tasks.type,parentSchema:schema30.properties.loop.properties.remedy.properties.tasks,data:data20};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath:instancePath+"/loop/remedy",schemaPath:"#/properties/loop/properties/remedy/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.loop.properties.remedy.type,parentSchema:schema30.properties.loop.properties.remedy,data:data19};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/loop",schemaPath:"#/properties/loop/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.loop.type,parentSchema:schema30.properties.loop,data:data17};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data.promotion !== undefined){
let data22 = data.promotion;
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
if(data22.task === undefined){
const err49 = {instancePath:instancePath+"/promotion",schemaPath:"#/properties/promotion/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema30.properties.promotion.required,parentSchema:schema30.properties.promotion,data:data22};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data22.subject === undefined){
const err50 = {instancePath:instancePath+"/promotion",schemaPath:"#/properties/promotion/required",keyword:"required",params:{missingProperty: "subject"},message:"must have required property '"+"subject"+"'",schema:schema30.properties.promotion.required,parentSchema:schema30.properties.promotion,data:data22};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(data22.from === undefined){
const err51 = {instancePath:instancePath+"/promotion",schemaPath:"#/properties/promotion/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema30.properties.promotion.required,parentSchema:schema30.properties.promotion,data:data22};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(data22.to === undefined){
const err52 = {instancePath:instancePath+"/promotion",schemaPath:"#/properties/promotion/required",keyword:"required",params:{missingProperty: "to"},message:"must have required property '"+"to"+"'",schema:schema30.properties.promotion.required,parentSchema:schema30.properties.promotion,data:data22};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
for(const key7 in data22){
if(!((((key7 === "task") || (key7 === "subject")) || (key7 === "from")) || (key7 === "to"))){
const err53 = {instancePath:instancePath+"/promotion",schemaPath:"#/properties/promotion/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema30.properties.promotion,data:data22};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data22.task !== undefined){
let data23 = data22.task;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
if(data23.id === undefined){
const err54 = {instancePath:instancePath+"/promotion/task",schemaPath:"#/properties/promotion/properties/task/required",keyword:"required",params:{missingProperty: "id"},message:"must have required property '"+"id"+"'",schema:schema30.properties.promotion.properties.task.required,parentSchema:schema30.properties.promotion.properties.task,data:data23};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data23.uses === undefined){
const err55 = {instancePath:instancePath+"/promotion/task",schemaPath:"#/properties/promotion/properties/task/required",keyword:"required",params:{missingProperty: "uses"},message:"must have required property '"+"uses"+"'",schema:schema30.properties.promotion.properties.task.required,parentSchema:schema30.properties.promotion.properties.task,data:data23};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
for(const key8 in data23){
if(!(((((((key8 === "id") || (key8 === "uses")) || (key8 === "title")) || (key8 === "pool")) || (key8 === "needs")) || (key8 === "input")) || (key8 === "timeouts"))){
const err56 = {instancePath:instancePath+"/promotion/task",schemaPath:"#/properties/promotion/properties/task/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema30.properties.promotion.properties.task,data:data23};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data23.id !== undefined){
let data24 = data23.id;
if(typeof data24 === "string"){
if(!pattern1.test(data24)){
const err57 = {instancePath:instancePath+"/promotion/task/id",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data24};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/promotion/task/id",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data24};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data23.uses !== undefined){
let data25 = data23.uses;
if(typeof data25 === "string"){
if(!pattern9.test(data25)){
const err59 = {instancePath:instancePath+"/promotion/task/uses",schemaPath:"#/properties/promotion/properties/task/properties/uses/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}@[^\\s@]{1,64}$",parentSchema:schema30.properties.promotion.properties.task.properties.uses,data:data25};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
else {
const err60 = {instancePath:instancePath+"/promotion/task/uses",schemaPath:"#/properties/promotion/properties/task/properties/uses/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.promotion.properties.task.properties.uses.type,parentSchema:schema30.properties.promotion.properties.task.properties.uses,data:data25};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data23.title !== undefined){
let data26 = data23.title;
if(typeof data26 === "string"){
if(func0(data26) > 128){
const err61 = {instancePath:instancePath+"/promotion/task/title",schemaPath:"#/properties/promotion/properties/task/properties/title/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema30.properties.promotion.properties.task.properties.title,data:data26};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
else {
const err62 = {instancePath:instancePath+"/promotion/task/title",schemaPath:"#/properties/promotion/properties/task/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.promotion.properties.task.properties.title.type,parentSchema:schema30.properties.promotion.properties.task.properties.title,data:data26};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data23.pool !== undefined){
let data27 = data23.pool;
if(typeof data27 === "string"){
if(!pattern1.test(data27)){
const err63 = {instancePath:instancePath+"/promotion/task/pool",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data27};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
else {
const err64 = {instancePath:instancePath+"/promotion/task/pool",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data27};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data23.needs !== undefined){
let data28 = data23.needs;
if(Array.isArray(data28)){
if(data28.length > 256){
const err65 = {instancePath:instancePath+"/promotion/task/needs",schemaPath:"#/properties/promotion/properties/task/properties/needs/maxItems",keyword:"maxItems",params:{limit: 256},message:"must NOT have more than 256 items",schema:256,parentSchema:schema30.properties.promotion.properties.task.properties.needs,data:data28};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
const len1 = data28.length;
for(let i1=0; i1<len1; i1++){
let data29 = data28[i1];
if(typeof data29 === "string"){
if(!pattern1.test(data29)){
const err66 = {instancePath:instancePath+"/promotion/task/needs/" + i1,schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data29};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
else {
const err67 = {instancePath:instancePath+"/promotion/task/needs/" + i1,schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data29};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath:instancePath+"/promotion/task/needs",schemaPath:"#/properties/promotion/properties/task/properties/needs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema30.properties.promotion.properties.task.properties.needs.type,parentSchema:schema30.properties.promotion.properties.task.properties.needs,data:data28};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data23.input !== undefined){
let data30 = data23.input;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
}
else {
const err69 = {instancePath:instancePath+"/promotion/task/input",schemaPath:"#/properties/promotion/properties/task/properties/input/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.promotion.properties.task.properties.input.type,parentSchema:schema30.properties.promotion.properties.task.properties.input,data:data30};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data23.timeouts !== undefined){
if(!(validate10(data23.timeouts, {instancePath:instancePath+"/promotion/task/timeouts",parentData:data23,parentDataProperty:"timeouts",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate10.errors : vErrors.concat(validate10.errors);
errors = vErrors.length;
}
}
}
else {
const err70 = {instancePath:instancePath+"/promotion/task",schemaPath:"#/properties/promotion/properties/task/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.promotion.properties.task.type,parentSchema:schema30.properties.promotion.properties.task,data:data23};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data22.subject !== undefined){
let data32 = data22.subject;
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.task === undefined){
const err71 = {instancePath:instancePath+"/promotion/subject",schemaPath:"#/properties/promotion/properties/subject/required",keyword:"required",params:{missingProperty: "task"},message:"must have required property '"+"task"+"'",schema:schema30.properties.promotion.properties.subject.required,parentSchema:schema30.properties.promotion.properties.subject,data:data32};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data32.artifact === undefined){
const err72 = {instancePath:instancePath+"/promotion/subject",schemaPath:"#/properties/promotion/properties/subject/required",keyword:"required",params:{missingProperty: "artifact"},message:"must have required property '"+"artifact"+"'",schema:schema30.properties.promotion.properties.subject.required,parentSchema:schema30.properties.promotion.properties.subject,data:data32};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
for(const key9 in data32){
if(!((key9 === "task") || (key9 === "artifact"))){
const err73 = {instancePath:instancePath+"/promotion/subject",schemaPath:"#/properties/promotion/properties/subject/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema30.properties.promotion.properties.subject,data:data32};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data32.task !== undefined){
let data33 = data32.task;
if(typeof data33 === "string"){
if(!pattern1.test(data33)){
const err74 = {instancePath:instancePath+"/promotion/subject/task",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data33};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
else {
const err75 = {instancePath:instancePath+"/promotion/subject/task",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data33};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data32.artifact !== undefined){
let data34 = data32.artifact;
if(typeof data34 === "string"){
if(func0(data34) > 255){
const err76 = {instancePath:instancePath+"/promotion/subject/artifact",schemaPath:"#/properties/promotion/properties/subject/properties/artifact/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema30.properties.promotion.properties.subject.properties.artifact,data:data34};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
else {
const err77 = {instancePath:instancePath+"/promotion/subject/artifact",schemaPath:"#/properties/promotion/properties/subject/properties/artifact/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.promotion.properties.subject.properties.artifact.type,parentSchema:schema30.properties.promotion.properties.subject.properties.artifact,data:data34};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath:instancePath+"/promotion/subject",schemaPath:"#/properties/promotion/properties/subject/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.promotion.properties.subject.type,parentSchema:schema30.properties.promotion.properties.subject,data:data32};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data22.from !== undefined){
let data35 = data22.from;
if(typeof data35 === "string"){
if(!pattern1.test(data35)){
const err79 = {instancePath:instancePath+"/promotion/from",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data35};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
else {
const err80 = {instancePath:instancePath+"/promotion/from",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data35};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data22.to !== undefined){
let data36 = data22.to;
if(typeof data36 === "string"){
if(!pattern1.test(data36)){
const err81 = {instancePath:instancePath+"/promotion/to",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data36};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
else {
const err82 = {instancePath:instancePath+"/promotion/to",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data36};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
else {
const err83 = {instancePath:instancePath+"/promotion",schemaPath:"#/properties/promotion/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.properties.promotion.type,parentSchema:schema30.properties.promotion,data:data22};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
else {
const err84 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.type,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
validate8.errors = vErrors;
return errors === 0;
}
validate8.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const findPolicyErrors = validate3;
const schema15 = {"$id":"https://dome.dev/schemas/policy.json","type":"object","required":["apiVersion","kind","name","version","gates"],"properties":{"apiVersion":{"const":"dome/v1"},"kind":{"const":"Policy"},"name":{"$ref":"common.json#/$defs/name"},"version":{"$ref":"common.json#/$defs/semver"},"title":{"type":"string","maxLength":128},"gates":{"type":"object","minProperties":1,"maxProperties":32,"additionalProperties":{"type":"object","properties":{"rules":{"type":"array","items":{"type":"object","required":["id","expression","reasonCode"],"properties":{"id":{"$ref":"common.json#/$defs/name"},"title":{"type":"string","minLength":1,"maxLength":256},"expression":{"type":"string","minLength":1,"maxLength":4096},"otherwise":{"enum":["REJECT","NEEDS_HUMAN"]},"reasonCode":{"type":"string","pattern":"^[A-Z][A-Z0-9_]{1,63}$"},"risk":{"type":"integer","minimum":0,"maximum":100},"note":{"type":"string","maxLength":512}},"additionalProperties":false},"maxItems":64},"human":{"type":"object","properties":{"role":{"$ref":"common.json#/$defs/name"},"approvals":{"$ref":"#/$defs/approvals"},"always":{"type":"boolean"},"deadline":{"$ref":"common.json#/$defs/duration"},"onExpiry":{"$ref":"common.json#/$defs/onExpiry"},"remindEvery":{"$ref":"common.json#/$defs/duration"}},"additionalProperties":false}},"additionalProperties":false}}},"additionalProperties":false,"$defs":{"approvals":{"type":"array","minItems":1,"maxItems":16,"items":{"type":"object","required":["role","count"],"properties":{"role":{"$ref":"common.json#/$defs/name"},"count":{"type":"integer","minimum":1,"maximum":64}},"additionalProperties":false}}}};
const pattern18 = new RegExp("^[A-Z][A-Z0-9_]{1,63}$", "u");

function validate4(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate4.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(Array.isArray(data)){
if(data.length > 16){
const err0 = {instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items",schema:16,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.length < 1){
const err1 = {instancePath,schemaPath:"#/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.role === undefined){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "role"},message:"must have required property '"+"role"+"'",schema:schema20.items.required,parentSchema:schema20.items,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.count === undefined){
const err3 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "count"},message:"must have required property '"+"count"+"'",schema:schema20.items.required,parentSchema:schema20.items,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data0){
if(!((key0 === "role") || (key0 === "count"))){
const err4 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema20.items,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.role !== undefined){
let data1 = data0.role;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err5 = {instancePath:instancePath+"/" + i0+"/role",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/" + i0+"/role",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data0.count !== undefined){
let data2 = data0.count;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err7 = {instancePath:instancePath+"/" + i0+"/count",schemaPath:"#/items/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema20.items.properties.count.type,parentSchema:schema20.items.properties.count,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 64 || isNaN(data2)){
const err8 = {instancePath:instancePath+"/" + i0+"/count",schemaPath:"#/items/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 64},message:"must be <= 64",schema:64,parentSchema:schema20.items.properties.count,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/" + i0+"/count",schemaPath:"#/items/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema20.items.properties.count,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
else {
const err10 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema20.items.type,parentSchema:schema20.items,data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema20.type,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate4.errors = vErrors;
return errors === 0;
}
validate4.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};


function validate3(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://dome.dev/schemas/policy.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate3.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema15.required,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema15.required,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.name === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema15.required,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.version === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema15.required,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.gates === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "gates"},message:"must have required property '"+"gates"+"'",schema:schema15.required,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "name")) || (key0 === "version")) || (key0 === "title")) || (key0 === "gates"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if("dome/v1" !== data0){
const err6 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "dome/v1"},message:"must be equal to constant",schema:"dome/v1",parentSchema:schema15.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if("Policy" !== data1){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Policy"},message:"must be equal to constant",schema:"Policy",parentSchema:schema15.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.name !== undefined){
let data2 = data.name;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err8 = {instancePath:instancePath+"/name",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/name",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.version !== undefined){
let data3 = data.version;
if(typeof data3 === "string"){
if(func0(data3) > 64){
const err10 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!pattern0.test(data3)){
const err11 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"},message:"must match pattern \""+"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"+"\"",schema:"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$",parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema2.type,parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.title !== undefined){
let data4 = data.title;
if(typeof data4 === "string"){
if(func0(data4) > 128){
const err13 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema15.properties.title,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.title.type,parentSchema:schema15.properties.title,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.gates !== undefined){
let data5 = data.gates;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(Object.keys(data5).length > 32){
const err15 = {instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties",schema:32,parentSchema:schema15.properties.gates,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(Object.keys(data5).length < 1){
const err16 = {instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema15.properties.gates,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
for(const key1 in data5){
let data6 = data5[key1];
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key2 in data6){
if(!((key2 === "rules") || (key2 === "human"))){
const err17 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/gates/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema15.properties.gates.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data6.rules !== undefined){
let data7 = data6.rules;
if(Array.isArray(data7)){
if(data7.length > 64){
const err18 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules",schemaPath:"#/properties/gates/additionalProperties/properties/rules/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema15.properties.gates.additionalProperties.properties.rules,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
let data8 = data7[i0];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.id === undefined){
const err19 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0,schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/required",keyword:"required",params:{missingProperty: "id"},message:"must have required property '"+"id"+"'",schema:schema15.properties.gates.additionalProperties.properties.rules.items.required,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data8.expression === undefined){
const err20 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0,schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/required",keyword:"required",params:{missingProperty: "expression"},message:"must have required property '"+"expression"+"'",schema:schema15.properties.gates.additionalProperties.properties.rules.items.required,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data8.reasonCode === undefined){
const err21 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0,schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/required",keyword:"required",params:{missingProperty: "reasonCode"},message:"must have required property '"+"reasonCode"+"'",schema:schema15.properties.gates.additionalProperties.properties.rules.items.required,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
for(const key3 in data8){
if(!(((((((key3 === "id") || (key3 === "title")) || (key3 === "expression")) || (key3 === "otherwise")) || (key3 === "reasonCode")) || (key3 === "risk")) || (key3 === "note"))){
const err22 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0,schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items,data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data8.id !== undefined){
let data9 = data8.id;
if(typeof data9 === "string"){
if(!pattern1.test(data9)){
const err23 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/id",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/id",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data9};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data8.title !== undefined){
let data10 = data8.title;
if(typeof data10 === "string"){
if(func0(data10) > 256){
const err25 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/title",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/title/maxLength",keyword:"maxLength",params:{limit: 256},message:"must NOT have more than 256 characters",schema:256,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.title,data:data10};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(func0(data10) < 1){
const err26 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/title",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/title/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.title,data:data10};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/title",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.title.type,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.title,data:data10};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data8.expression !== undefined){
let data11 = data8.expression;
if(typeof data11 === "string"){
if(func0(data11) > 4096){
const err28 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/expression",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/expression/maxLength",keyword:"maxLength",params:{limit: 4096},message:"must NOT have more than 4096 characters",schema:4096,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.expression,data:data11};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(func0(data11) < 1){
const err29 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/expression",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/expression/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.expression,data:data11};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/expression",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/expression/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.expression.type,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.expression,data:data11};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data8.otherwise !== undefined){
let data12 = data8.otherwise;
if(!((data12 === "REJECT") || (data12 === "NEEDS_HUMAN"))){
const err31 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/otherwise",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/otherwise/enum",keyword:"enum",params:{allowedValues: schema15.properties.gates.additionalProperties.properties.rules.items.properties.otherwise.enum},message:"must be equal to one of the allowed values",schema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.otherwise.enum,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.otherwise,data:data12};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data8.reasonCode !== undefined){
let data13 = data8.reasonCode;
if(typeof data13 === "string"){
if(!pattern18.test(data13)){
const err32 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/reasonCode",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/reasonCode/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Z0-9_]{1,63}$"},message:"must match pattern \""+"^[A-Z][A-Z0-9_]{1,63}$"+"\"",schema:"^[A-Z][A-Z0-9_]{1,63}$",parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.reasonCode,data:data13};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/reasonCode",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/reasonCode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.reasonCode.type,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.reasonCode,data:data13};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data8.risk !== undefined){
let data14 = data8.risk;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err34 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/risk",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/risk/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.risk.type,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.risk,data:data14};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 100 || isNaN(data14)){
const err35 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/risk",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/risk/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.risk,data:data14};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data14 < 0 || isNaN(data14)){
const err36 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/risk",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/risk/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.risk,data:data14};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
if(data8.note !== undefined){
let data15 = data8.note;
if(typeof data15 === "string"){
if(func0(data15) > 512){
const err37 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/note",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/note/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters",schema:512,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.note,data:data15};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0+"/note",schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/properties/note/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.note.type,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items.properties.note,data:data15};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules/" + i0,schemaPath:"#/properties/gates/additionalProperties/properties/rules/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.properties.gates.additionalProperties.properties.rules.items.type,parentSchema:schema15.properties.gates.additionalProperties.properties.rules.items,data:data8};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/rules",schemaPath:"#/properties/gates/additionalProperties/properties/rules/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema15.properties.gates.additionalProperties.properties.rules.type,parentSchema:schema15.properties.gates.additionalProperties.properties.rules,data:data7};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data6.human !== undefined){
let data16 = data6.human;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key4 in data16){
if(!((((((key4 === "role") || (key4 === "approvals")) || (key4 === "always")) || (key4 === "deadline")) || (key4 === "onExpiry")) || (key4 === "remindEvery"))){
const err41 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human",schemaPath:"#/properties/gates/additionalProperties/properties/human/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema15.properties.gates.additionalProperties.properties.human,data:data16};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data16.role !== undefined){
let data17 = data16.role;
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
const err42 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/role",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data17};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/role",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data17};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data16.approvals !== undefined){
if(!(validate4(data16.approvals, {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/approvals",parentData:data16,parentDataProperty:"approvals",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate4.errors : vErrors.concat(validate4.errors);
errors = vErrors.length;
}
}
if(data16.always !== undefined){
let data19 = data16.always;
if(typeof data19 !== "boolean"){
const err44 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/always",schemaPath:"#/properties/gates/additionalProperties/properties/human/properties/always/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema15.properties.gates.additionalProperties.properties.human.properties.always.type,parentSchema:schema15.properties.gates.additionalProperties.properties.human.properties.always,data:data19};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data16.deadline !== undefined){
let data20 = data16.deadline;
if(typeof data20 === "string"){
if(func0(data20) > 16){
const err45 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/deadline",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data20};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(!pattern21.test(data20)){
const err46 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/deadline",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data20};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
else {
const err47 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/deadline",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data20};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data16.onExpiry !== undefined){
let data21 = data16.onExpiry;
if(!((data21 === "REJECT") || (data21 === "APPROVE"))){
const err48 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/onExpiry",schemaPath:"common.json#/$defs/onExpiry/enum",keyword:"enum",params:{allowedValues: schema23.enum},message:"must be equal to one of the allowed values",schema:schema23.enum,parentSchema:schema23,data:data21};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data16.remindEvery !== undefined){
let data22 = data16.remindEvery;
if(typeof data22 === "string"){
if(func0(data22) > 16){
const err49 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/remindEvery",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data22};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(!pattern21.test(data22)){
const err50 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/remindEvery",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data22};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human/remindEvery",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data22};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/human",schemaPath:"#/properties/gates/additionalProperties/properties/human/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.properties.gates.additionalProperties.properties.human.type,parentSchema:schema15.properties.gates.additionalProperties.properties.human,data:data16};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/gates/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/gates/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.properties.gates.additionalProperties.type,parentSchema:schema15.properties.gates.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/gates",schemaPath:"#/properties/gates/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.properties.gates.type,parentSchema:schema15.properties.gates,data:data5};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.type,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
validate3.errors = vErrors;
return errors === 0;
}
validate3.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const findSkillManifestErrors = validate15;
const schema48 = {"$id":"https://dome.dev/schemas/skill-manifest.json","type":"object","required":["apiVersion","kind","name","version","title","description","inputSchema","outputSchema","runs"],"properties":{"apiVersion":{"const":"dome/v1"},"kind":{"const":"Skill"},"name":{"$ref":"common.json#/$defs/name"},"version":{"$ref":"common.json#/$defs/semver"},"title":{"type":"string","minLength":1,"maxLength":128},"description":{"type":"string","minLength":1,"maxLength":1024},"tags":{"type":"array","maxItems":32,"items":{"type":"string","minLength":1,"maxLength":40}},"annotations":{"type":"object","properties":{"readOnlyHint":{"type":"boolean"},"destructiveHint":{"type":"boolean"},"idempotentHint":{"type":"boolean"},"openWorldHint":{"type":"boolean"}},"additionalProperties":false},"inputSchema":{"$ref":"#/$defs/objectSchema"},"outputSchema":{"$ref":"#/$defs/objectSchema"},"runs":{"type":"object","required":["using"],"properties":{"using":{"enum":["process","node"]},"command":{"type":"array","minItems":1,"maxItems":64,"items":{"type":"string","minLength":1,"maxLength":4096,"pattern":"^[^\\u0000]+$"}},"main":{"$ref":"#/$defs/path"},"isolation":{"enum":["runner","none"]},"grace":{"$ref":"common.json#/$defs/duration"}},"additionalProperties":false},"needs":{"type":"object","properties":{"workspace":{"enum":["none","ro","rw"]},"network":{"enum":["none","loopback","any"]}},"additionalProperties":false},"permissions":{"type":"array","maxItems":64,"items":{"type":"string","minLength":1,"maxLength":128}},"sideEffects":{"type":"array","maxItems":64,"items":{"type":"string","minLength":1,"maxLength":128}},"materials":{"type":"array","maxItems":64,"items":{"type":"object","required":["name","from"],"properties":{"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"},"from":{"type":"string","pattern":"^/.+","maxLength":255},"unpack":{"type":"boolean"}},"additionalProperties":false}},"secrets":{"type":"array","maxItems":16,"items":{"type":"object","required":["name","as"],"properties":{"name":{"type":"string","pattern":"^[A-Za-z_][A-Za-z0-9_]{0,127}$"},"as":{"enum":["env","file"]}},"additionalProperties":false}},"timeouts":{"type":"object","properties":{"queue":{"$ref":"common.json#/$defs/duration"},"execution":{"$ref":"common.json#/$defs/duration"},"heartbeat":{"$ref":"common.json#/$defs/duration"},"total":{"$ref":"common.json#/$defs/duration"}},"additionalProperties":false},"logs":{"type":"object","properties":{"size":{"$ref":"#/$defs/size"},"rate":{"$ref":"#/$defs/size"}},"additionalProperties":false},"retry":{"type":"object","properties":{"initialInterval":{"$ref":"common.json#/$defs/duration"},"backoffCoefficient":{"type":"number","minimum":1,"maximum":10},"maximumInterval":{"$ref":"common.json#/$defs/duration"},"maximumAttempts":{"type":"integer","minimum":1,"maximum":100},"nonRetryable":{"type":"array","maxItems":64,"items":{"type":"string","minLength":1,"maxLength":64}}},"additionalProperties":false},"locks":{"type":"array","maxItems":8,"items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","minLength":1,"maxLength":256},"mode":{"$ref":"common.json#/$defs/lockMode"},"waitMs":{"type":"integer","minimum":0,"maximum":604800000}},"additionalProperties":false}},"artifacts":{"type":"array","maxItems":64,"items":{"type":"object","required":["name","path","mediaType"],"properties":{"name":{"type":"string","minLength":1,"maxLength":255},"path":{"$ref":"#/$defs/path"},"mediaType":{"type":"string","minLength":3,"maxLength":127,"pattern":"^[^/\\s]+/[^/\\s]+$"},"optional":{"type":"boolean"}},"additionalProperties":false}},"examples":{"type":"array","maxItems":32,"items":{"type":"object","required":["name","input"],"properties":{"name":{"type":"string","minLength":1,"maxLength":128},"input":{"type":"object","additionalProperties":true},"workspace":{"$ref":"#/$defs/path"},"result":{"enum":["success","failure","skip"]},"output":{"type":"object","additionalProperties":true}},"additionalProperties":false}},"docs":{"$ref":"#/$defs/path"}},"additionalProperties":false,"$defs":{"size":{"type":"string","pattern":"^[1-9][0-9]{0,5}(KiB|MiB|GiB)$"},"path":{"type":"string","minLength":1,"maxLength":255,"pattern":"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"},"objectSchema":{"type":"object","required":["type"],"properties":{"type":{"const":"object"}},"additionalProperties":true}}};
const schema51 = {"type":"object","required":["type"],"properties":{"type":{"const":"object"}},"additionalProperties":true};
const schema53 = {"type":"string","minLength":1,"maxLength":255,"pattern":"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"};
const schema59 = {"type":"string","pattern":"^[1-9][0-9]{0,5}(KiB|MiB|GiB)$"};
const schema63 = {"enum":["exclusive","shared"]};
const pattern50 = new RegExp("^[^\\u0000]+$", "u");
const pattern51 = new RegExp("^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$", "u");
const pattern53 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", "u");
const pattern54 = new RegExp("^/.+", "u");
const pattern55 = new RegExp("^[A-Za-z_][A-Za-z0-9_]{0,127}$", "u");
const pattern60 = new RegExp("^[1-9][0-9]{0,5}(KiB|MiB|GiB)$", "u");
const pattern65 = new RegExp("^[^/\\s]+/[^/\\s]+$", "u");

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://dome.dev/schemas/skill-manifest.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate15.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.name === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.version === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.title === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "title"},message:"must have required property '"+"title"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.description === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "description"},message:"must have required property '"+"description"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.inputSchema === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "inputSchema"},message:"must have required property '"+"inputSchema"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.outputSchema === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "outputSchema"},message:"must have required property '"+"outputSchema"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.runs === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "runs"},message:"must have required property '"+"runs"+"'",schema:schema48.required,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema48.properties, key0))){
const err9 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if("dome/v1" !== data0){
const err10 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "dome/v1"},message:"must be equal to constant",schema:"dome/v1",parentSchema:schema48.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if("Skill" !== data1){
const err11 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Skill"},message:"must be equal to constant",schema:"Skill",parentSchema:schema48.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.name !== undefined){
let data2 = data.name;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err12 = {instancePath:instancePath+"/name",schemaPath:"common.json#/$defs/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z0-9][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z0-9][a-z0-9-]{0,39}$",parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/name",schemaPath:"common.json#/$defs/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema3.type,parentSchema:schema3,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.version !== undefined){
let data3 = data.version;
if(typeof data3 === "string"){
if(func0(data3) > 64){
const err14 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(!pattern0.test(data3)){
const err15 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/pattern",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"},message:"must match pattern \""+"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$"+"\"",schema:"^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$",parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/version",schemaPath:"common.json#/$defs/semver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema2.type,parentSchema:schema2,data:data3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.title !== undefined){
let data4 = data.title;
if(typeof data4 === "string"){
if(func0(data4) > 128){
const err17 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema48.properties.title,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(func0(data4) < 1){
const err18 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.title,data:data4};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.title.type,parentSchema:schema48.properties.title,data:data4};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.description !== undefined){
let data5 = data.description;
if(typeof data5 === "string"){
if(func0(data5) > 1024){
const err20 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters",schema:1024,parentSchema:schema48.properties.description,data:data5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(func0(data5) < 1){
const err21 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.description,data:data5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.description.type,parentSchema:schema48.properties.description,data:data5};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.tags !== undefined){
let data6 = data.tags;
if(Array.isArray(data6)){
if(data6.length > 32){
const err23 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/maxItems",keyword:"maxItems",params:{limit: 32},message:"must NOT have more than 32 items",schema:32,parentSchema:schema48.properties.tags,data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(typeof data7 === "string"){
if(func0(data7) > 40){
const err24 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/maxLength",keyword:"maxLength",params:{limit: 40},message:"must NOT have more than 40 characters",schema:40,parentSchema:schema48.properties.tags.items,data:data7};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(func0(data7) < 1){
const err25 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.tags.items,data:data7};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.tags.items.type,parentSchema:schema48.properties.tags.items,data:data7};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.tags.type,parentSchema:schema48.properties.tags,data:data6};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.annotations !== undefined){
let data8 = data.annotations;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key1 in data8){
if(!((((key1 === "readOnlyHint") || (key1 === "destructiveHint")) || (key1 === "idempotentHint")) || (key1 === "openWorldHint"))){
const err28 = {instancePath:instancePath+"/annotations",schemaPath:"#/properties/annotations/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.annotations,data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data8.readOnlyHint !== undefined){
let data9 = data8.readOnlyHint;
if(typeof data9 !== "boolean"){
const err29 = {instancePath:instancePath+"/annotations/readOnlyHint",schemaPath:"#/properties/annotations/properties/readOnlyHint/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema48.properties.annotations.properties.readOnlyHint.type,parentSchema:schema48.properties.annotations.properties.readOnlyHint,data:data9};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data8.destructiveHint !== undefined){
let data10 = data8.destructiveHint;
if(typeof data10 !== "boolean"){
const err30 = {instancePath:instancePath+"/annotations/destructiveHint",schemaPath:"#/properties/annotations/properties/destructiveHint/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema48.properties.annotations.properties.destructiveHint.type,parentSchema:schema48.properties.annotations.properties.destructiveHint,data:data10};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data8.idempotentHint !== undefined){
let data11 = data8.idempotentHint;
if(typeof data11 !== "boolean"){
const err31 = {instancePath:instancePath+"/annotations/idempotentHint",schemaPath:"#/properties/annotations/properties/idempotentHint/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema48.properties.annotations.properties.idempotentHint.type,parentSchema:schema48.properties.annotations.properties.idempotentHint,data:data11};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data8.openWorldHint !== undefined){
let data12 = data8.openWorldHint;
if(typeof data12 !== "boolean"){
const err32 = {instancePath:instancePath+"/annotations/openWorldHint",schemaPath:"#/properties/annotations/properties/openWorldHint/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema48.properties.annotations.properties.openWorldHint.type,parentSchema:schema48.properties.annotations.properties.openWorldHint,data:data12};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/annotations",schemaPath:"#/properties/annotations/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.annotations.type,parentSchema:schema48.properties.annotations,data:data8};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.inputSchema !== undefined){
let data13 = data.inputSchema;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.type === undefined){
const err34 = {instancePath:instancePath+"/inputSchema",schemaPath:"#/$defs/objectSchema/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema51.required,parentSchema:schema51,data:data13};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data13.type !== undefined){
let data14 = data13.type;
if("object" !== data14){
const err35 = {instancePath:instancePath+"/inputSchema/type",schemaPath:"#/$defs/objectSchema/properties/type/const",keyword:"const",params:{allowedValue: "object"},message:"must be equal to constant",schema:"object",parentSchema:schema51.properties.type,data:data14};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/inputSchema",schemaPath:"#/$defs/objectSchema/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema51.type,parentSchema:schema51,data:data13};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.outputSchema !== undefined){
let data15 = data.outputSchema;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(data15.type === undefined){
const err37 = {instancePath:instancePath+"/outputSchema",schemaPath:"#/$defs/objectSchema/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema51.required,parentSchema:schema51,data:data15};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data15.type !== undefined){
let data16 = data15.type;
if("object" !== data16){
const err38 = {instancePath:instancePath+"/outputSchema/type",schemaPath:"#/$defs/objectSchema/properties/type/const",keyword:"const",params:{allowedValue: "object"},message:"must be equal to constant",schema:"object",parentSchema:schema51.properties.type,data:data16};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/outputSchema",schemaPath:"#/$defs/objectSchema/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema51.type,parentSchema:schema51,data:data15};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data.runs !== undefined){
let data17 = data.runs;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.using === undefined){
const err40 = {instancePath:instancePath+"/runs",schemaPath:"#/properties/runs/required",keyword:"required",params:{missingProperty: "using"},message:"must have required property '"+"using"+"'",schema:schema48.properties.runs.required,parentSchema:schema48.properties.runs,data:data17};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
for(const key2 in data17){
if(!(((((key2 === "using") || (key2 === "command")) || (key2 === "main")) || (key2 === "isolation")) || (key2 === "grace"))){
const err41 = {instancePath:instancePath+"/runs",schemaPath:"#/properties/runs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.runs,data:data17};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data17.using !== undefined){
let data18 = data17.using;
if(!((data18 === "process") || (data18 === "node"))){
const err42 = {instancePath:instancePath+"/runs/using",schemaPath:"#/properties/runs/properties/using/enum",keyword:"enum",params:{allowedValues: schema48.properties.runs.properties.using.enum},message:"must be equal to one of the allowed values",schema:schema48.properties.runs.properties.using.enum,parentSchema:schema48.properties.runs.properties.using,data:data18};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data17.command !== undefined){
let data19 = data17.command;
if(Array.isArray(data19)){
if(data19.length > 64){
const err43 = {instancePath:instancePath+"/runs/command",schemaPath:"#/properties/runs/properties/command/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema48.properties.runs.properties.command,data:data19};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data19.length < 1){
const err44 = {instancePath:instancePath+"/runs/command",schemaPath:"#/properties/runs/properties/command/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema48.properties.runs.properties.command,data:data19};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
const len1 = data19.length;
for(let i1=0; i1<len1; i1++){
let data20 = data19[i1];
if(typeof data20 === "string"){
if(func0(data20) > 4096){
const err45 = {instancePath:instancePath+"/runs/command/" + i1,schemaPath:"#/properties/runs/properties/command/items/maxLength",keyword:"maxLength",params:{limit: 4096},message:"must NOT have more than 4096 characters",schema:4096,parentSchema:schema48.properties.runs.properties.command.items,data:data20};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(func0(data20) < 1){
const err46 = {instancePath:instancePath+"/runs/command/" + i1,schemaPath:"#/properties/runs/properties/command/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.runs.properties.command.items,data:data20};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(!pattern50.test(data20)){
const err47 = {instancePath:instancePath+"/runs/command/" + i1,schemaPath:"#/properties/runs/properties/command/items/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000]+$"},message:"must match pattern \""+"^[^\\u0000]+$"+"\"",schema:"^[^\\u0000]+$",parentSchema:schema48.properties.runs.properties.command.items,data:data20};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/runs/command/" + i1,schemaPath:"#/properties/runs/properties/command/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.runs.properties.command.items.type,parentSchema:schema48.properties.runs.properties.command.items,data:data20};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/runs/command",schemaPath:"#/properties/runs/properties/command/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.runs.properties.command.type,parentSchema:schema48.properties.runs.properties.command,data:data19};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data17.main !== undefined){
let data21 = data17.main;
if(typeof data21 === "string"){
if(func0(data21) > 255){
const err50 = {instancePath:instancePath+"/runs/main",schemaPath:"#/$defs/path/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema53,data:data21};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(func0(data21) < 1){
const err51 = {instancePath:instancePath+"/runs/main",schemaPath:"#/$defs/path/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema53,data:data21};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(!pattern51.test(data21)){
const err52 = {instancePath:instancePath+"/runs/main",schemaPath:"#/$defs/path/pattern",keyword:"pattern",params:{pattern: "^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"},message:"must match pattern \""+"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"+"\"",schema:"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$",parentSchema:schema53,data:data21};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
else {
const err53 = {instancePath:instancePath+"/runs/main",schemaPath:"#/$defs/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.type,parentSchema:schema53,data:data21};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data17.isolation !== undefined){
let data22 = data17.isolation;
if(!((data22 === "runner") || (data22 === "none"))){
const err54 = {instancePath:instancePath+"/runs/isolation",schemaPath:"#/properties/runs/properties/isolation/enum",keyword:"enum",params:{allowedValues: schema48.properties.runs.properties.isolation.enum},message:"must be equal to one of the allowed values",schema:schema48.properties.runs.properties.isolation.enum,parentSchema:schema48.properties.runs.properties.isolation,data:data22};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data17.grace !== undefined){
let data23 = data17.grace;
if(typeof data23 === "string"){
if(func0(data23) > 16){
const err55 = {instancePath:instancePath+"/runs/grace",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data23};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(!pattern21.test(data23)){
const err56 = {instancePath:instancePath+"/runs/grace",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data23};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
else {
const err57 = {instancePath:instancePath+"/runs/grace",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data23};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/runs",schemaPath:"#/properties/runs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.runs.type,parentSchema:schema48.properties.runs,data:data17};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data.needs !== undefined){
let data24 = data.needs;
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key3 in data24){
if(!((key3 === "workspace") || (key3 === "network"))){
const err59 = {instancePath:instancePath+"/needs",schemaPath:"#/properties/needs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.needs,data:data24};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data24.workspace !== undefined){
let data25 = data24.workspace;
if(!(((data25 === "none") || (data25 === "ro")) || (data25 === "rw"))){
const err60 = {instancePath:instancePath+"/needs/workspace",schemaPath:"#/properties/needs/properties/workspace/enum",keyword:"enum",params:{allowedValues: schema48.properties.needs.properties.workspace.enum},message:"must be equal to one of the allowed values",schema:schema48.properties.needs.properties.workspace.enum,parentSchema:schema48.properties.needs.properties.workspace,data:data25};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data24.network !== undefined){
let data26 = data24.network;
if(!(((data26 === "none") || (data26 === "loopback")) || (data26 === "any"))){
const err61 = {instancePath:instancePath+"/needs/network",schemaPath:"#/properties/needs/properties/network/enum",keyword:"enum",params:{allowedValues: schema48.properties.needs.properties.network.enum},message:"must be equal to one of the allowed values",schema:schema48.properties.needs.properties.network.enum,parentSchema:schema48.properties.needs.properties.network,data:data26};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
else {
const err62 = {instancePath:instancePath+"/needs",schemaPath:"#/properties/needs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.needs.type,parentSchema:schema48.properties.needs,data:data24};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.permissions !== undefined){
let data27 = data.permissions;
if(Array.isArray(data27)){
if(data27.length > 64){
const err63 = {instancePath:instancePath+"/permissions",schemaPath:"#/properties/permissions/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema48.properties.permissions,data:data27};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
const len2 = data27.length;
for(let i2=0; i2<len2; i2++){
let data28 = data27[i2];
if(typeof data28 === "string"){
if(func0(data28) > 128){
const err64 = {instancePath:instancePath+"/permissions/" + i2,schemaPath:"#/properties/permissions/items/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema48.properties.permissions.items,data:data28};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(func0(data28) < 1){
const err65 = {instancePath:instancePath+"/permissions/" + i2,schemaPath:"#/properties/permissions/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.permissions.items,data:data28};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/permissions/" + i2,schemaPath:"#/properties/permissions/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.permissions.items.type,parentSchema:schema48.properties.permissions.items,data:data28};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/permissions",schemaPath:"#/properties/permissions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.permissions.type,parentSchema:schema48.properties.permissions,data:data27};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data.sideEffects !== undefined){
let data29 = data.sideEffects;
if(Array.isArray(data29)){
if(data29.length > 64){
const err68 = {instancePath:instancePath+"/sideEffects",schemaPath:"#/properties/sideEffects/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema48.properties.sideEffects,data:data29};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
const len3 = data29.length;
for(let i3=0; i3<len3; i3++){
let data30 = data29[i3];
if(typeof data30 === "string"){
if(func0(data30) > 128){
const err69 = {instancePath:instancePath+"/sideEffects/" + i3,schemaPath:"#/properties/sideEffects/items/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema48.properties.sideEffects.items,data:data30};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(func0(data30) < 1){
const err70 = {instancePath:instancePath+"/sideEffects/" + i3,schemaPath:"#/properties/sideEffects/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.sideEffects.items,data:data30};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
else {
const err71 = {instancePath:instancePath+"/sideEffects/" + i3,schemaPath:"#/properties/sideEffects/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.sideEffects.items.type,parentSchema:schema48.properties.sideEffects.items,data:data30};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
else {
const err72 = {instancePath:instancePath+"/sideEffects",schemaPath:"#/properties/sideEffects/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.sideEffects.type,parentSchema:schema48.properties.sideEffects,data:data29};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data.materials !== undefined){
let data31 = data.materials;
if(Array.isArray(data31)){
if(data31.length > 64){
const err73 = {instancePath:instancePath+"/materials",schemaPath:"#/properties/materials/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema48.properties.materials,data:data31};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
const len4 = data31.length;
for(let i4=0; i4<len4; i4++){
let data32 = data31[i4];
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.name === undefined){
const err74 = {instancePath:instancePath+"/materials/" + i4,schemaPath:"#/properties/materials/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema48.properties.materials.items.required,parentSchema:schema48.properties.materials.items,data:data32};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data32.from === undefined){
const err75 = {instancePath:instancePath+"/materials/" + i4,schemaPath:"#/properties/materials/items/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema48.properties.materials.items.required,parentSchema:schema48.properties.materials.items,data:data32};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
for(const key4 in data32){
if(!(((key4 === "name") || (key4 === "from")) || (key4 === "unpack"))){
const err76 = {instancePath:instancePath+"/materials/" + i4,schemaPath:"#/properties/materials/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.materials.items,data:data32};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data32.name !== undefined){
let data33 = data32.name;
if(typeof data33 === "string"){
if(!pattern53.test(data33)){
const err77 = {instancePath:instancePath+"/materials/" + i4+"/name",schemaPath:"#/properties/materials/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",parentSchema:schema48.properties.materials.items.properties.name,data:data33};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
else {
const err78 = {instancePath:instancePath+"/materials/" + i4+"/name",schemaPath:"#/properties/materials/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.materials.items.properties.name.type,parentSchema:schema48.properties.materials.items.properties.name,data:data33};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data32.from !== undefined){
let data34 = data32.from;
if(typeof data34 === "string"){
if(func0(data34) > 255){
const err79 = {instancePath:instancePath+"/materials/" + i4+"/from",schemaPath:"#/properties/materials/items/properties/from/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema48.properties.materials.items.properties.from,data:data34};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(!pattern54.test(data34)){
const err80 = {instancePath:instancePath+"/materials/" + i4+"/from",schemaPath:"#/properties/materials/items/properties/from/pattern",keyword:"pattern",params:{pattern: "^/.+"},message:"must match pattern \""+"^/.+"+"\"",schema:"^/.+",parentSchema:schema48.properties.materials.items.properties.from,data:data34};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
else {
const err81 = {instancePath:instancePath+"/materials/" + i4+"/from",schemaPath:"#/properties/materials/items/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.materials.items.properties.from.type,parentSchema:schema48.properties.materials.items.properties.from,data:data34};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data32.unpack !== undefined){
let data35 = data32.unpack;
if(typeof data35 !== "boolean"){
const err82 = {instancePath:instancePath+"/materials/" + i4+"/unpack",schemaPath:"#/properties/materials/items/properties/unpack/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema48.properties.materials.items.properties.unpack.type,parentSchema:schema48.properties.materials.items.properties.unpack,data:data35};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
else {
const err83 = {instancePath:instancePath+"/materials/" + i4,schemaPath:"#/properties/materials/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.materials.items.type,parentSchema:schema48.properties.materials.items,data:data32};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
}
else {
const err84 = {instancePath:instancePath+"/materials",schemaPath:"#/properties/materials/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.materials.type,parentSchema:schema48.properties.materials,data:data31};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data.secrets !== undefined){
let data36 = data.secrets;
if(Array.isArray(data36)){
if(data36.length > 16){
const err85 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items",schema:16,parentSchema:schema48.properties.secrets,data:data36};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
const len5 = data36.length;
for(let i5=0; i5<len5; i5++){
let data37 = data36[i5];
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
if(data37.name === undefined){
const err86 = {instancePath:instancePath+"/secrets/" + i5,schemaPath:"#/properties/secrets/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema48.properties.secrets.items.required,parentSchema:schema48.properties.secrets.items,data:data37};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data37.as === undefined){
const err87 = {instancePath:instancePath+"/secrets/" + i5,schemaPath:"#/properties/secrets/items/required",keyword:"required",params:{missingProperty: "as"},message:"must have required property '"+"as"+"'",schema:schema48.properties.secrets.items.required,parentSchema:schema48.properties.secrets.items,data:data37};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
for(const key5 in data37){
if(!((key5 === "name") || (key5 === "as"))){
const err88 = {instancePath:instancePath+"/secrets/" + i5,schemaPath:"#/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.secrets.items,data:data37};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data37.name !== undefined){
let data38 = data37.name;
if(typeof data38 === "string"){
if(!pattern55.test(data38)){
const err89 = {instancePath:instancePath+"/secrets/" + i5+"/name",schemaPath:"#/properties/secrets/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]{0,127}$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]{0,127}$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]{0,127}$",parentSchema:schema48.properties.secrets.items.properties.name,data:data38};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
else {
const err90 = {instancePath:instancePath+"/secrets/" + i5+"/name",schemaPath:"#/properties/secrets/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.secrets.items.properties.name.type,parentSchema:schema48.properties.secrets.items.properties.name,data:data38};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data37.as !== undefined){
let data39 = data37.as;
if(!((data39 === "env") || (data39 === "file"))){
const err91 = {instancePath:instancePath+"/secrets/" + i5+"/as",schemaPath:"#/properties/secrets/items/properties/as/enum",keyword:"enum",params:{allowedValues: schema48.properties.secrets.items.properties.as.enum},message:"must be equal to one of the allowed values",schema:schema48.properties.secrets.items.properties.as.enum,parentSchema:schema48.properties.secrets.items.properties.as,data:data39};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
else {
const err92 = {instancePath:instancePath+"/secrets/" + i5,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.secrets.items.type,parentSchema:schema48.properties.secrets.items,data:data37};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.secrets.type,parentSchema:schema48.properties.secrets,data:data36};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data.timeouts !== undefined){
let data40 = data.timeouts;
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
for(const key6 in data40){
if(!((((key6 === "queue") || (key6 === "execution")) || (key6 === "heartbeat")) || (key6 === "total"))){
const err94 = {instancePath:instancePath+"/timeouts",schemaPath:"#/properties/timeouts/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.timeouts,data:data40};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data40.queue !== undefined){
let data41 = data40.queue;
if(typeof data41 === "string"){
if(func0(data41) > 16){
const err95 = {instancePath:instancePath+"/timeouts/queue",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data41};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(!pattern21.test(data41)){
const err96 = {instancePath:instancePath+"/timeouts/queue",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data41};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
else {
const err97 = {instancePath:instancePath+"/timeouts/queue",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data41};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(data40.execution !== undefined){
let data42 = data40.execution;
if(typeof data42 === "string"){
if(func0(data42) > 16){
const err98 = {instancePath:instancePath+"/timeouts/execution",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data42};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(!pattern21.test(data42)){
const err99 = {instancePath:instancePath+"/timeouts/execution",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data42};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
else {
const err100 = {instancePath:instancePath+"/timeouts/execution",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data42};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data40.heartbeat !== undefined){
let data43 = data40.heartbeat;
if(typeof data43 === "string"){
if(func0(data43) > 16){
const err101 = {instancePath:instancePath+"/timeouts/heartbeat",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data43};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(!pattern21.test(data43)){
const err102 = {instancePath:instancePath+"/timeouts/heartbeat",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data43};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
else {
const err103 = {instancePath:instancePath+"/timeouts/heartbeat",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data43};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data40.total !== undefined){
let data44 = data40.total;
if(typeof data44 === "string"){
if(func0(data44) > 16){
const err104 = {instancePath:instancePath+"/timeouts/total",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data44};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(!pattern21.test(data44)){
const err105 = {instancePath:instancePath+"/timeouts/total",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data44};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
else {
const err106 = {instancePath:instancePath+"/timeouts/total",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data44};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
}
else {
const err107 = {instancePath:instancePath+"/timeouts",schemaPath:"#/properties/timeouts/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.timeouts.type,parentSchema:schema48.properties.timeouts,data:data40};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data.logs !== undefined){
let data45 = data.logs;
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
for(const key7 in data45){
if(!((key7 === "size") || (key7 === "rate"))){
const err108 = {instancePath:instancePath+"/logs",schemaPath:"#/properties/logs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.logs,data:data45};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data45.size !== undefined){
let data46 = data45.size;
if(typeof data46 === "string"){
if(!pattern60.test(data46)){
const err109 = {instancePath:instancePath+"/logs/size",schemaPath:"#/$defs/size/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(KiB|MiB|GiB)$"},message:"must match pattern \""+"^[1-9][0-9]{0,5}(KiB|MiB|GiB)$"+"\"",schema:"^[1-9][0-9]{0,5}(KiB|MiB|GiB)$",parentSchema:schema59,data:data46};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
else {
const err110 = {instancePath:instancePath+"/logs/size",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema59.type,parentSchema:schema59,data:data46};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data45.rate !== undefined){
let data47 = data45.rate;
if(typeof data47 === "string"){
if(!pattern60.test(data47)){
const err111 = {instancePath:instancePath+"/logs/rate",schemaPath:"#/$defs/size/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]{0,5}(KiB|MiB|GiB)$"},message:"must match pattern \""+"^[1-9][0-9]{0,5}(KiB|MiB|GiB)$"+"\"",schema:"^[1-9][0-9]{0,5}(KiB|MiB|GiB)$",parentSchema:schema59,data:data47};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
else {
const err112 = {instancePath:instancePath+"/logs/rate",schemaPath:"#/$defs/size/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema59.type,parentSchema:schema59,data:data47};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
}
else {
const err113 = {instancePath:instancePath+"/logs",schemaPath:"#/properties/logs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.logs.type,parentSchema:schema48.properties.logs,data:data45};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data.retry !== undefined){
let data48 = data.retry;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
for(const key8 in data48){
if(!(((((key8 === "initialInterval") || (key8 === "backoffCoefficient")) || (key8 === "maximumInterval")) || (key8 === "maximumAttempts")) || (key8 === "nonRetryable"))){
const err114 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.retry,data:data48};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data48.initialInterval !== undefined){
let data49 = data48.initialInterval;
if(typeof data49 === "string"){
if(func0(data49) > 16){
const err115 = {instancePath:instancePath+"/retry/initialInterval",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data49};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
if(!pattern21.test(data49)){
const err116 = {instancePath:instancePath+"/retry/initialInterval",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data49};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
else {
const err117 = {instancePath:instancePath+"/retry/initialInterval",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data49};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data48.backoffCoefficient !== undefined){
let data50 = data48.backoffCoefficient;
if((typeof data50 == "number") && (isFinite(data50))){
if(data50 > 10 || isNaN(data50)){
const err118 = {instancePath:instancePath+"/retry/backoffCoefficient",schemaPath:"#/properties/retry/properties/backoffCoefficient/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10},message:"must be <= 10",schema:10,parentSchema:schema48.properties.retry.properties.backoffCoefficient,data:data50};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if(data50 < 1 || isNaN(data50)){
const err119 = {instancePath:instancePath+"/retry/backoffCoefficient",schemaPath:"#/properties/retry/properties/backoffCoefficient/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema48.properties.retry.properties.backoffCoefficient,data:data50};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
else {
const err120 = {instancePath:instancePath+"/retry/backoffCoefficient",schemaPath:"#/properties/retry/properties/backoffCoefficient/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema48.properties.retry.properties.backoffCoefficient.type,parentSchema:schema48.properties.retry.properties.backoffCoefficient,data:data50};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data48.maximumInterval !== undefined){
let data51 = data48.maximumInterval;
if(typeof data51 === "string"){
if(func0(data51) > 16){
const err121 = {instancePath:instancePath+"/retry/maximumInterval",schemaPath:"common.json#/$defs/duration/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters",schema:16,parentSchema:schema22,data:data51};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
if(!pattern21.test(data51)){
const err122 = {instancePath:instancePath+"/retry/maximumInterval",schemaPath:"common.json#/$defs/duration/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(ms|s|m|h|d)$"},message:"must match pattern \""+"^[0-9]+(ms|s|m|h|d)$"+"\"",schema:"^[0-9]+(ms|s|m|h|d)$",parentSchema:schema22,data:data51};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
else {
const err123 = {instancePath:instancePath+"/retry/maximumInterval",schemaPath:"common.json#/$defs/duration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.type,parentSchema:schema22,data:data51};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data48.maximumAttempts !== undefined){
let data52 = data48.maximumAttempts;
if(!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))){
const err124 = {instancePath:instancePath+"/retry/maximumAttempts",schemaPath:"#/properties/retry/properties/maximumAttempts/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema48.properties.retry.properties.maximumAttempts.type,parentSchema:schema48.properties.retry.properties.maximumAttempts,data:data52};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 > 100 || isNaN(data52)){
const err125 = {instancePath:instancePath+"/retry/maximumAttempts",schemaPath:"#/properties/retry/properties/maximumAttempts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema48.properties.retry.properties.maximumAttempts,data:data52};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(data52 < 1 || isNaN(data52)){
const err126 = {instancePath:instancePath+"/retry/maximumAttempts",schemaPath:"#/properties/retry/properties/maximumAttempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema48.properties.retry.properties.maximumAttempts,data:data52};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
}
if(data48.nonRetryable !== undefined){
let data53 = data48.nonRetryable;
if(Array.isArray(data53)){
if(data53.length > 64){
const err127 = {instancePath:instancePath+"/retry/nonRetryable",schemaPath:"#/properties/retry/properties/nonRetryable/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema48.properties.retry.properties.nonRetryable,data:data53};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
const len6 = data53.length;
for(let i6=0; i6<len6; i6++){
let data54 = data53[i6];
if(typeof data54 === "string"){
if(func0(data54) > 64){
const err128 = {instancePath:instancePath+"/retry/nonRetryable/" + i6,schemaPath:"#/properties/retry/properties/nonRetryable/items/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema48.properties.retry.properties.nonRetryable.items,data:data54};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
if(func0(data54) < 1){
const err129 = {instancePath:instancePath+"/retry/nonRetryable/" + i6,schemaPath:"#/properties/retry/properties/nonRetryable/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.retry.properties.nonRetryable.items,data:data54};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
else {
const err130 = {instancePath:instancePath+"/retry/nonRetryable/" + i6,schemaPath:"#/properties/retry/properties/nonRetryable/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.retry.properties.nonRetryable.items.type,parentSchema:schema48.properties.retry.properties.nonRetryable.items,data:data54};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
}
else {
const err131 = {instancePath:instancePath+"/retry/nonRetryable",schemaPath:"#/properties/retry/properties/nonRetryable/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.retry.properties.nonRetryable.type,parentSchema:schema48.properties.retry.properties.nonRetryable,data:data53};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
}
else {
const err132 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.retry.type,parentSchema:schema48.properties.retry,data:data48};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
if(data.locks !== undefined){
let data55 = data.locks;
if(Array.isArray(data55)){
if(data55.length > 8){
const err133 = {instancePath:instancePath+"/locks",schemaPath:"#/properties/locks/maxItems",keyword:"maxItems",params:{limit: 8},message:"must NOT have more than 8 items",schema:8,parentSchema:schema48.properties.locks,data:data55};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
const len7 = data55.length;
for(let i7=0; i7<len7; i7++){
let data56 = data55[i7];
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
if(data56.key === undefined){
const err134 = {instancePath:instancePath+"/locks/" + i7,schemaPath:"#/properties/locks/items/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema48.properties.locks.items.required,parentSchema:schema48.properties.locks.items,data:data56};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
for(const key9 in data56){
if(!(((key9 === "key") || (key9 === "mode")) || (key9 === "waitMs"))){
const err135 = {instancePath:instancePath+"/locks/" + i7,schemaPath:"#/properties/locks/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.locks.items,data:data56};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
if(data56.key !== undefined){
let data57 = data56.key;
if(typeof data57 === "string"){
if(func0(data57) > 256){
const err136 = {instancePath:instancePath+"/locks/" + i7+"/key",schemaPath:"#/properties/locks/items/properties/key/maxLength",keyword:"maxLength",params:{limit: 256},message:"must NOT have more than 256 characters",schema:256,parentSchema:schema48.properties.locks.items.properties.key,data:data57};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(func0(data57) < 1){
const err137 = {instancePath:instancePath+"/locks/" + i7+"/key",schemaPath:"#/properties/locks/items/properties/key/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.locks.items.properties.key,data:data57};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
else {
const err138 = {instancePath:instancePath+"/locks/" + i7+"/key",schemaPath:"#/properties/locks/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.locks.items.properties.key.type,parentSchema:schema48.properties.locks.items.properties.key,data:data57};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data56.mode !== undefined){
let data58 = data56.mode;
if(!((data58 === "exclusive") || (data58 === "shared"))){
const err139 = {instancePath:instancePath+"/locks/" + i7+"/mode",schemaPath:"common.json#/$defs/lockMode/enum",keyword:"enum",params:{allowedValues: schema63.enum},message:"must be equal to one of the allowed values",schema:schema63.enum,parentSchema:schema63,data:data58};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
if(data56.waitMs !== undefined){
let data59 = data56.waitMs;
if(!(((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59))) && (isFinite(data59)))){
const err140 = {instancePath:instancePath+"/locks/" + i7+"/waitMs",schemaPath:"#/properties/locks/items/properties/waitMs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema48.properties.locks.items.properties.waitMs.type,parentSchema:schema48.properties.locks.items.properties.waitMs,data:data59};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 > 604800000 || isNaN(data59)){
const err141 = {instancePath:instancePath+"/locks/" + i7+"/waitMs",schemaPath:"#/properties/locks/items/properties/waitMs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 604800000},message:"must be <= 604800000",schema:604800000,parentSchema:schema48.properties.locks.items.properties.waitMs,data:data59};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
if(data59 < 0 || isNaN(data59)){
const err142 = {instancePath:instancePath+"/locks/" + i7+"/waitMs",schemaPath:"#/properties/locks/items/properties/waitMs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema48.properties.locks.items.properties.waitMs,data:data59};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
}
}
else {
const err143 = {instancePath:instancePath+"/locks/" + i7,schemaPath:"#/properties/locks/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.locks.items.type,parentSchema:schema48.properties.locks.items,data:data56};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
}
else {
const err144 = {instancePath:instancePath+"/locks",schemaPath:"#/properties/locks/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.locks.type,parentSchema:schema48.properties.locks,data:data55};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data.artifacts !== undefined){
let data60 = data.artifacts;
if(Array.isArray(data60)){
if(data60.length > 64){
const err145 = {instancePath:instancePath+"/artifacts",schemaPath:"#/properties/artifacts/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items",schema:64,parentSchema:schema48.properties.artifacts,data:data60};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
const len8 = data60.length;
for(let i8=0; i8<len8; i8++){
let data61 = data60[i8];
if(data61 && typeof data61 == "object" && !Array.isArray(data61)){
if(data61.name === undefined){
const err146 = {instancePath:instancePath+"/artifacts/" + i8,schemaPath:"#/properties/artifacts/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema48.properties.artifacts.items.required,parentSchema:schema48.properties.artifacts.items,data:data61};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if(data61.path === undefined){
const err147 = {instancePath:instancePath+"/artifacts/" + i8,schemaPath:"#/properties/artifacts/items/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema48.properties.artifacts.items.required,parentSchema:schema48.properties.artifacts.items,data:data61};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
if(data61.mediaType === undefined){
const err148 = {instancePath:instancePath+"/artifacts/" + i8,schemaPath:"#/properties/artifacts/items/required",keyword:"required",params:{missingProperty: "mediaType"},message:"must have required property '"+"mediaType"+"'",schema:schema48.properties.artifacts.items.required,parentSchema:schema48.properties.artifacts.items,data:data61};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
for(const key10 in data61){
if(!((((key10 === "name") || (key10 === "path")) || (key10 === "mediaType")) || (key10 === "optional"))){
const err149 = {instancePath:instancePath+"/artifacts/" + i8,schemaPath:"#/properties/artifacts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.artifacts.items,data:data61};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data61.name !== undefined){
let data62 = data61.name;
if(typeof data62 === "string"){
if(func0(data62) > 255){
const err150 = {instancePath:instancePath+"/artifacts/" + i8+"/name",schemaPath:"#/properties/artifacts/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema48.properties.artifacts.items.properties.name,data:data62};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(func0(data62) < 1){
const err151 = {instancePath:instancePath+"/artifacts/" + i8+"/name",schemaPath:"#/properties/artifacts/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.artifacts.items.properties.name,data:data62};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
else {
const err152 = {instancePath:instancePath+"/artifacts/" + i8+"/name",schemaPath:"#/properties/artifacts/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.artifacts.items.properties.name.type,parentSchema:schema48.properties.artifacts.items.properties.name,data:data62};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
if(data61.path !== undefined){
let data63 = data61.path;
if(typeof data63 === "string"){
if(func0(data63) > 255){
const err153 = {instancePath:instancePath+"/artifacts/" + i8+"/path",schemaPath:"#/$defs/path/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema53,data:data63};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
if(func0(data63) < 1){
const err154 = {instancePath:instancePath+"/artifacts/" + i8+"/path",schemaPath:"#/$defs/path/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema53,data:data63};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
if(!pattern51.test(data63)){
const err155 = {instancePath:instancePath+"/artifacts/" + i8+"/path",schemaPath:"#/$defs/path/pattern",keyword:"pattern",params:{pattern: "^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"},message:"must match pattern \""+"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"+"\"",schema:"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$",parentSchema:schema53,data:data63};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
else {
const err156 = {instancePath:instancePath+"/artifacts/" + i8+"/path",schemaPath:"#/$defs/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.type,parentSchema:schema53,data:data63};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
if(data61.mediaType !== undefined){
let data64 = data61.mediaType;
if(typeof data64 === "string"){
if(func0(data64) > 127){
const err157 = {instancePath:instancePath+"/artifacts/" + i8+"/mediaType",schemaPath:"#/properties/artifacts/items/properties/mediaType/maxLength",keyword:"maxLength",params:{limit: 127},message:"must NOT have more than 127 characters",schema:127,parentSchema:schema48.properties.artifacts.items.properties.mediaType,data:data64};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
if(func0(data64) < 3){
const err158 = {instancePath:instancePath+"/artifacts/" + i8+"/mediaType",schemaPath:"#/properties/artifacts/items/properties/mediaType/minLength",keyword:"minLength",params:{limit: 3},message:"must NOT have fewer than 3 characters",schema:3,parentSchema:schema48.properties.artifacts.items.properties.mediaType,data:data64};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
if(!pattern65.test(data64)){
const err159 = {instancePath:instancePath+"/artifacts/" + i8+"/mediaType",schemaPath:"#/properties/artifacts/items/properties/mediaType/pattern",keyword:"pattern",params:{pattern: "^[^/\\s]+/[^/\\s]+$"},message:"must match pattern \""+"^[^/\\s]+/[^/\\s]+$"+"\"",schema:"^[^/\\s]+/[^/\\s]+$",parentSchema:schema48.properties.artifacts.items.properties.mediaType,data:data64};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
else {
const err160 = {instancePath:instancePath+"/artifacts/" + i8+"/mediaType",schemaPath:"#/properties/artifacts/items/properties/mediaType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.artifacts.items.properties.mediaType.type,parentSchema:schema48.properties.artifacts.items.properties.mediaType,data:data64};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
if(data61.optional !== undefined){
let data65 = data61.optional;
if(typeof data65 !== "boolean"){
const err161 = {instancePath:instancePath+"/artifacts/" + i8+"/optional",schemaPath:"#/properties/artifacts/items/properties/optional/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema48.properties.artifacts.items.properties.optional.type,parentSchema:schema48.properties.artifacts.items.properties.optional,data:data65};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
}
else {
const err162 = {instancePath:instancePath+"/artifacts/" + i8,schemaPath:"#/properties/artifacts/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.artifacts.items.type,parentSchema:schema48.properties.artifacts.items,data:data61};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
}
else {
const err163 = {instancePath:instancePath+"/artifacts",schemaPath:"#/properties/artifacts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.artifacts.type,parentSchema:schema48.properties.artifacts,data:data60};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
if(data.examples !== undefined){
let data66 = data.examples;
if(Array.isArray(data66)){
if(data66.length > 32){
const err164 = {instancePath:instancePath+"/examples",schemaPath:"#/properties/examples/maxItems",keyword:"maxItems",params:{limit: 32},message:"must NOT have more than 32 items",schema:32,parentSchema:schema48.properties.examples,data:data66};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
const len9 = data66.length;
for(let i9=0; i9<len9; i9++){
let data67 = data66[i9];
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
if(data67.name === undefined){
const err165 = {instancePath:instancePath+"/examples/" + i9,schemaPath:"#/properties/examples/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema48.properties.examples.items.required,parentSchema:schema48.properties.examples.items,data:data67};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
if(data67.input === undefined){
const err166 = {instancePath:instancePath+"/examples/" + i9,schemaPath:"#/properties/examples/items/required",keyword:"required",params:{missingProperty: "input"},message:"must have required property '"+"input"+"'",schema:schema48.properties.examples.items.required,parentSchema:schema48.properties.examples.items,data:data67};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
for(const key11 in data67){
if(!(((((key11 === "name") || (key11 === "input")) || (key11 === "workspace")) || (key11 === "result")) || (key11 === "output"))){
const err167 = {instancePath:instancePath+"/examples/" + i9,schemaPath:"#/properties/examples/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema48.properties.examples.items,data:data67};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
if(data67.name !== undefined){
let data68 = data67.name;
if(typeof data68 === "string"){
if(func0(data68) > 128){
const err168 = {instancePath:instancePath+"/examples/" + i9+"/name",schemaPath:"#/properties/examples/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema48.properties.examples.items.properties.name,data:data68};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
if(func0(data68) < 1){
const err169 = {instancePath:instancePath+"/examples/" + i9+"/name",schemaPath:"#/properties/examples/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema48.properties.examples.items.properties.name,data:data68};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
else {
const err170 = {instancePath:instancePath+"/examples/" + i9+"/name",schemaPath:"#/properties/examples/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema48.properties.examples.items.properties.name.type,parentSchema:schema48.properties.examples.items.properties.name,data:data68};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
}
if(data67.input !== undefined){
let data69 = data67.input;
if(data69 && typeof data69 == "object" && !Array.isArray(data69)){
}
else {
const err171 = {instancePath:instancePath+"/examples/" + i9+"/input",schemaPath:"#/properties/examples/items/properties/input/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.examples.items.properties.input.type,parentSchema:schema48.properties.examples.items.properties.input,data:data69};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
}
if(data67.workspace !== undefined){
let data70 = data67.workspace;
if(typeof data70 === "string"){
if(func0(data70) > 255){
const err172 = {instancePath:instancePath+"/examples/" + i9+"/workspace",schemaPath:"#/$defs/path/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema53,data:data70};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
if(func0(data70) < 1){
const err173 = {instancePath:instancePath+"/examples/" + i9+"/workspace",schemaPath:"#/$defs/path/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema53,data:data70};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
if(!pattern51.test(data70)){
const err174 = {instancePath:instancePath+"/examples/" + i9+"/workspace",schemaPath:"#/$defs/path/pattern",keyword:"pattern",params:{pattern: "^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"},message:"must match pattern \""+"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"+"\"",schema:"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$",parentSchema:schema53,data:data70};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
else {
const err175 = {instancePath:instancePath+"/examples/" + i9+"/workspace",schemaPath:"#/$defs/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.type,parentSchema:schema53,data:data70};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
if(data67.result !== undefined){
let data71 = data67.result;
if(!(((data71 === "success") || (data71 === "failure")) || (data71 === "skip"))){
const err176 = {instancePath:instancePath+"/examples/" + i9+"/result",schemaPath:"#/properties/examples/items/properties/result/enum",keyword:"enum",params:{allowedValues: schema48.properties.examples.items.properties.result.enum},message:"must be equal to one of the allowed values",schema:schema48.properties.examples.items.properties.result.enum,parentSchema:schema48.properties.examples.items.properties.result,data:data71};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
}
if(data67.output !== undefined){
let data72 = data67.output;
if(data72 && typeof data72 == "object" && !Array.isArray(data72)){
}
else {
const err177 = {instancePath:instancePath+"/examples/" + i9+"/output",schemaPath:"#/properties/examples/items/properties/output/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.examples.items.properties.output.type,parentSchema:schema48.properties.examples.items.properties.output,data:data72};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
}
}
else {
const err178 = {instancePath:instancePath+"/examples/" + i9,schemaPath:"#/properties/examples/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.properties.examples.items.type,parentSchema:schema48.properties.examples.items,data:data67};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
}
}
else {
const err179 = {instancePath:instancePath+"/examples",schemaPath:"#/properties/examples/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema48.properties.examples.type,parentSchema:schema48.properties.examples,data:data66};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
}
if(data.docs !== undefined){
let data73 = data.docs;
if(typeof data73 === "string"){
if(func0(data73) > 255){
const err180 = {instancePath:instancePath+"/docs",schemaPath:"#/$defs/path/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema53,data:data73};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
if(func0(data73) < 1){
const err181 = {instancePath:instancePath+"/docs",schemaPath:"#/$defs/path/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema53,data:data73};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
if(!pattern51.test(data73)){
const err182 = {instancePath:instancePath+"/docs",schemaPath:"#/$defs/path/pattern",keyword:"pattern",params:{pattern: "^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"},message:"must match pattern \""+"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$"+"\"",schema:"^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\u0000\\\\]+$",parentSchema:schema53,data:data73};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
else {
const err183 = {instancePath:instancePath+"/docs",schemaPath:"#/$defs/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.type,parentSchema:schema53,data:data73};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
}
}
else {
const err184 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.type,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
validate15.errors = vErrors;
return errors === 0;
}
validate15.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
